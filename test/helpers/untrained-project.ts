import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Random, randomStream} from '../../src/base/random.js';
import {readSnapshot} from '../../src/data/snapshot.js';
import {viewShape} from '../../src/features/view.js';
import type {Host, LifecycleEvent} from '../../src/lifecycle/event.js';
import {source} from '../../src/lifecycle/source.js';
import {type Learned, saveTrained} from '../../src/lifecycle/trained.js';
import type {NetworkFamily} from '../../src/models/families/family.js';
import {outputs} from '../../src/models/head.js';
import type {FeatureColumn, ModelShape, Task} from '../../src/models/model.js';
import {readLock, writeStage} from '../../src/project/lock.js';
import {type ProjectPaths, projectPaths} from '../../src/project/paths.js';
import {createRun} from '../../src/project/runs.js';
import {parameterCount, parameterSlices} from '../../src/train/parameters.js';
import {tableShape} from '../../src/train/tree-rows.js';
import type {Branch, Tree} from '../../src/trees/tree.js';
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
  const random = randomStream(seed, 'weights');
  const {id, run} = createRun(paths);
  const inputs = inputsIn(paths, snapshot);
  const learned = networks[family]
    ? randomWeights(inputs, networks[family], random)
    : randomTrees(inputs, random);
  const sha256 = saveTrained(run, {snapshot, family, ...inputs, ...learned});
  writeFileSync(run.result, '{}');
  writeStage(paths.lock, 'build', {
    inputs: {...readLock(paths.lock).build?.inputs, snapshot},
    outputs: {run: id, weights_sha256: sha256},
  });
  return id;
}

type Inputs = Omit<ModelShape, 'layers'>;

function inputsIn(paths: ProjectPaths, snapshot: string): Inputs {
  const schema = readSnapshot(paths.snapshot(snapshot));
  const features = schema.columns.filter(({role}) => role === 'feature') as FeatureColumn[];
  const columns = features.map(({name, raw, type, fitted, encoder, encoded}) => ({
    ...{name, raw, type, fitted, encoded},
    ...(encoder && {encoder}),
  }));
  const {labels, mean, scale} = schema.target;
  const task: Task = labels
    ? {kind: 'classification', labels}
    : {kind: 'regression', mean: mean!, scale: scale!};
  return {columns, task};
}

function randomWeights(inputs: Inputs, family: NetworkFamily, random: Random): Learned {
  const view = viewShape(inputs.columns.flatMap(({encoded}) => encoded));
  const layers = family.layers(family.default, view, outputs(inputs.task));
  const count = parameterCount(parameterSlices({...inputs, layers}));
  return {layers, parameters: Float32Array.from({length: count}, () => random.normal() / 3)};
}

/** Three rounds of trees with one question of every column each. */
function randomTrees({columns, task}: Inputs, random: Random): Learned {
  const {numeric, sizes} = tableShape(columns);
  const width = task.kind === 'classification' && task.labels.length > 2 ? task.labels.length : 1;
  const value = () => Math.fround(random.normal());
  const tree = (): Tree => {
    const branches = Array.from({length: numeric + sizes.length}, (_, column): Branch => {
      const numbers = {kind: 'numeric' as const, threshold: 10 * value(), missing: 'left' as const};
      const codes = {
        kind: 'categorical' as const,
        codes: [0, sizes[column - numeric]! - 1],
        side: 'left' as const,
      };
      const question = {
        column,
        ...(column < numeric ? {...numbers, threshold: Math.fround(numbers.threshold)} : codes),
      };
      const isLast = column === numeric + sizes.length - 1;
      return {question, left: -1 - column, right: isLast ? -2 - column : column + 1, gain: 1, cover: 1};
    });
    return {branches, leaves: Array.from({length: branches.length + 1}, () => ({value: value(), cover: 1}))};
  };
  return {
    trees: {
      link: task.kind === 'regression' ? 'identity' : width === 1 ? 'sigmoid' : 'softmax',
      start: Array.from({length: width}, value),
      rounds: Array.from({length: 3}, () => Array.from({length: width}, tree)),
      isMean: false,
    },
  };
}
