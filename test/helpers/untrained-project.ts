import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {randomStream} from '../../src/base/random.js';
import {readSnapshot} from '../../src/data/snapshot.js';
import {viewShape} from '../../src/features/view.js';
import type {Host, LifecycleEvent} from '../../src/lifecycle/event.js';
import {source} from '../../src/lifecycle/source.js';
import {saveTrained} from '../../src/lifecycle/trained.js';
import {outputs} from '../../src/models/head.js';
import type {FeatureColumn, ModelShape, Task} from '../../src/models/model.js';
import {readLock, writeStage} from '../../src/project/lock.js';
import {type ProjectPaths, projectPaths} from '../../src/project/paths.js';
import {createRun} from '../../src/project/runs.js';
import {parameterCount, parameterSlices} from '../../src/train/parameters.js';
import {networks} from './networks.js';

export interface TestProject {
  host: Host;
  paths: ProjectPaths;
}

/** Runs a stage to its end, or to its error. */
export async function finish<Result>(
  stage: AsyncGenerator<LifecycleEvent, Result>,
  onEvent: (event: LifecycleEvent) => void = () => {},
): Promise<{result: Result; events: LifecycleEvent[]}> {
  const events: LifecycleEvent[] = [];
  for (;;) {
    const {done, value} = await stage.next();
    if (done) return {result: value, events};
    events.push(value);
    onEvent(value);
  }
}

/** A table in which every kind of trouble occurs: gaps, text among numbers, quotes, rare values. */
export function troubledTable(rows: number): string {
  const random = randomStream(11, 'birds');
  const pick = <T>(...items: T[]) => items[random.integer(items.length)]!;
  const lines = Array.from({length: rows}, (_, row) => {
    const mass = random.uniform() < 0.1 ? '' : (4000 + 600 * random.normal()).toFixed(1);
    const wing = random.uniform() < 0.05 ? pick('?', 'n/a') : String(150 + random.integer(90));
    const island = pick('Torgersen', 'Biscoe', 'Dream', 'it\'s "Dream", too', '', `rare ${row}`);
    const day = `20${10 + random.integer(9)}-0${1 + random.integer(9)}-1${random.integer(9)}`;
    const isHeavy = Number(mass || 4200) + 90 * random.normal() > 4200;
    const species = isHeavy ? pick('Gentoo', 'Gentoo', 'Adelie') : 'Chinstrap';
    return [mass, wing, `"${island.replaceAll('"', '""')}"`, day, pick('yes', 'no', ''), species].join(',');
  });
  return `${['mass,wing,island,day,label,species', ...lines].join('\n')}\n`;
}

/** A project with a snapshot and a run whose model has random weights: quick to make, real in every file. */
export async function untrainedProject({
  rows = 240,
  target = 'species',
  family = 'mlp',
  manifest = '',
  folder = '',
}: {
  rows?: number;
  target?: string;
  family?: string;
  manifest?: string;
  /** Under the project's temporary folder. */
  folder?: string;
} = {}): Promise<TestProject> {
  const root = join(mkdtempSync(join(tmpdir(), 'adl-project-')), folder);
  mkdirSync(root, {recursive: true});
  const paths = projectPaths(root);
  const host = {cwd: root, now: () => 0, environment: {}};
  writeFileSync(join(root, 'birds.csv'), troubledTable(rows));
  writeFileSync(
    paths.manifest,
    `project: Birds of Palmer\nsource:\n  tables: {birds: {uri: birds.csv}}\n  target: ${target}\n${manifest}`,
  );
  const {result} = await finish(source(host, {}));
  saveRandomRun(paths, {family, snapshot: result.snapshot, seed: 1});
  return {host, paths};
}

/** Adds a finished run to a project. */
export function saveRandomRun(
  paths: ProjectPaths,
  {family, snapshot, seed}: {family: string; snapshot: string; seed: number},
): string {
  const shape = shapeOf(paths, family, snapshot);
  const random = randomStream(seed, 'weights');
  const count = parameterCount(parameterSlices(shape));
  const parameters = Float32Array.from({length: count}, () => random.normal() / 3);
  const {id, run} = createRun(paths);
  const sha256 = saveTrained(run, {snapshot, family, ...shape, parameters});
  writeFileSync(run.result, '{}');
  writeStage(paths.lock, 'build', {
    inputs: {...readLock(paths.lock).build?.inputs, snapshot},
    outputs: {run: id, weights_sha256: sha256},
  });
  return id;
}

function shapeOf(paths: ProjectPaths, family: string, snapshot: string): ModelShape {
  const schema = readSnapshot(paths.snapshot(snapshot));
  const features = schema.columns.filter(({role}) => role === 'feature') as FeatureColumn[];
  const columns = features.map(({name, raw, type, fitted, encoded}) => ({name, raw, type, fitted, encoded}));
  const {labels, mean, scale} = schema.target;
  const task: Task = labels
    ? {kind: 'classification', labels}
    : {kind: 'regression', mean: mean!, scale: scale!};
  const input = viewShape(columns.flatMap(({encoded}) => encoded));
  const {layers, default: example} = networks[family]!;
  return {layers: layers(example, input, outputs(task)), task, columns};
}
