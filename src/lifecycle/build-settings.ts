import {availableParallelism} from 'node:os';
import {AdlError} from '../base/errors.js';
import type {SnapshotSchema} from '../data/snapshot.js';
import {families} from '../models/families/registry.js';
import type {FeatureColumn, ModelShape, Task} from '../models/model.js';
import {decidingMetric} from '../train/evaluate.js';
import {chooseDevice} from './device.js';
import {milliseconds} from './duration.js';
import type {Host} from './event.js';
import type {BuildSection} from './manifest-schema.js';
import type {SearchSection} from './search-schema.js';
import {bytesOfSize} from './size.js';
import type {Strategy} from './strategies.js';
import {checkMonotone, type Monotone} from './tree-options.js';
import {cardsFor} from './worker-devices.js';

export interface BuildOptions {
  /** Such as `10m`. */
  time?: string | undefined;
  /** Such as `2GB`. */
  memory?: string | undefined;
  trials?: number | undefined;
  workers?: number | undefined;
  seed?: number | undefined;
  metric?: string | undefined;
  engine?: string | undefined;
  device?: string | undefined;
  /** Order units as they end. */
  adaptive?: boolean | undefined;
  strategy?: string | undefined;
  /** The address of an MLflow server that is told of the run. */
  mlflow?: string | undefined;
}

/** All that decides a run, with flags, manifest and defaults brought together. */
export interface BuildSettings {
  metric: string;
  families: string[];
  algorithm: string;
  /** The section of the manifest, with as many trials as there are to be. */
  search: SearchSection;
  trials: number;
  epochs: number;
  /** Milliseconds; null for no limit. */
  time: number | null;
  /** Bytes that the workers may hold together; null for any. */
  memory: number | null;
  /** Models in a group at most; null for as many as pay. */
  lanes: number | null;
  seed: number;
  workers: number;
  /** The workers that the run began with. */
  crew: number;
  /** Into how many the training rows are cut. */
  shards: number;
  strategy: Strategy;
  /** Whether units are ordered as they end, and not by what they cost. */
  adaptive: boolean;
  /** In which direction predictions may go as a column grows. */
  monotone: Monotone;
  engine: string;
  device: string;
}

/**
 * A flag goes before the manifest, and that before the default: as many workers as there are cores, at least two;
 * one for each graphics card where the device is such cards.
 * There are never more workers than parts of the training rows, since each has to hold one.
 * @throws UNKNOWN_NAME, METRIC_UNFIT, FLAG_INVALID, MANIFEST_INVALID, RUN_TOO_LARGE, DEVICE_MISSING
 */
export async function buildSettings(
  options: BuildOptions,
  section: BuildSection,
  snapshot: SnapshotSchema,
  environment: Host['environment'],
): Promise<BuildSettings> {
  const asked = options.workers ?? section.workers;
  if (asked !== undefined && asked < 1) throw invalid('workers', asked);
  const trials = options.trials ?? section.search.trials;
  if (trials < 1) throw invalid('trials', trials);
  checkSize(trials, section.search.epochs);
  const engine = options.engine ?? section.engine;
  // A device belongs to its engine: that of the manifest is not meant for another one.
  const named = options.device ?? (engine === section.engine ? section.device : undefined);
  const device = await deviceOf(engine, named, options.device === undefined && named !== undefined);
  const workers = asked ?? (await usualWorkers({engine, device}, environment));
  return {
    metric: decidingMetric(taskOf(snapshot), options.metric ?? section.metric).name,
    families: section.families,
    algorithm: section.search.algorithm,
    search: {...section.search, trials},
    trials,
    epochs: section.search.epochs,
    time: timeOf(options, section),
    memory: memoryOf(options, section),
    lanes: null,
    seed: options.seed ?? section.seed,
    workers: Math.min(workers, snapshot.splits.train.parts.length),
    crew: Math.min(workers, snapshot.splits.train.parts.length),
    shards: Math.min(workers, snapshot.splits.train.parts.length),
    strategy: 'mop',
    adaptive: options.adaptive ?? false,
    monotone: monotoneOf(section, snapshot),
    engine,
    device,
  };
}

/** @throws MANIFEST_INVALID where it names no column of numbers, or families that cannot be kept to it */
function monotoneOf({monotone, families: names}: BuildSection, snapshot: SnapshotSchema): Monotone {
  if (Object.keys(monotone).length === 0) return monotone;
  checkMonotone(monotone, inputsOf(snapshot).columns);
  const other = names.find((name) => families[name]!.kind !== 'trees');
  if (other === undefined) return monotone;
  throw new AdlError(
    'MANIFEST_INVALID',
    `\`build.monotone\` in adl.yaml: only trees can be kept to it, and \`build.families\` has \`${other}\`.`,
    {suggestions: ['Write `families: [gbdt]` under `build` in adl.yaml.']},
  );
}

async function usualWorkers(
  on: {engine: string; device: string},
  environment: Host['environment'],
): Promise<number> {
  const cards = await cardsFor(on, environment);
  return cards.length > 0 ? cards.length : Math.max(2, availableParallelism());
}

/** @param inManifest whether it is the manifest that names the device */
async function deviceOf(engine: string, device: string | undefined, inManifest: boolean): Promise<string> {
  try {
    return await chooseDevice(engine, device);
  } catch (error) {
    if (!inManifest || !(error instanceof AdlError) || error.code !== 'UNKNOWN_NAME') throw error;
    const {message, suggestions} = error;
    throw new AdlError('MANIFEST_INVALID', `\`build.device\` in adl.yaml: ${message}`, {suggestions});
  }
}

/** All is planned before any of it begins: so much takes about 3 s and 1 GB. */
const mostEpochs = 300_000;

function checkSize(trials: number, epochs: number): void {
  if (trials * epochs <= mostEpochs) return;
  const most = Math.floor(mostEpochs / epochs);
  throw new AdlError(
    'RUN_TOO_LARGE',
    `Expected at most ${mostEpochs} epochs in all, got ${trials * epochs}: ${trials} trials of ${epochs}.`,
    {
      suggestions: [
        most > 0 ? `adl build --trials ${most}` : 'Write `epochs: 100` under `build.search` in adl.yaml.',
      ],
    },
  );
}

/** Whoever says how many trials, and not how long, gets them all, and so the same weights on a slow machine. */
function timeOf({time, trials}: BuildOptions, {budget}: BuildSection): number | null {
  if (time === undefined && trials !== undefined) return null;
  return milliseconds(time ?? budget.time);
}

/** In which order units are done: by what they cost, or as they end where time or a person says so. */
export function orderOf({time, adaptive}: BuildSettings): 'virtual' | 'arrival' {
  return time !== null || adaptive ? 'arrival' : 'virtual';
}

/**
 * The workers that the order of units is made for. Where a run goes on with fewer, each does what was that of several: the
 * order stays, and with it the weights.
 */
export function floorOf(settings: BuildSettings): number {
  const {workers, crew} = settings;
  return orderOf(settings) === 'virtual' && workers < crew ? crew : workers;
}

export function taskOf({task, target}: SnapshotSchema): Task {
  return task === 'classification'
    ? {kind: task, labels: target.labels!}
    : {kind: task, mean: target.mean!, scale: target.scale!};
}

function memoryOf({memory}: BuildOptions, {budget}: BuildSection): number | null {
  const size = memory ?? budget.memory;
  return size === undefined ? null : bytesOfSize(size);
}

/** What every model of a snapshot has in common. */
export function inputsOf(snapshot: SnapshotSchema): Pick<ModelShape, 'task' | 'columns'> {
  return {task: taskOf(snapshot), columns: featureColumnsOf(snapshot)};
}

function featureColumnsOf({columns}: SnapshotSchema): FeatureColumn[] {
  return columns
    .filter(({role}) => role === 'feature')
    .map(({name, raw, type, fitted, encoder, encoded}) => ({
      name,
      raw,
      type,
      fitted: fitted ?? null,
      ...(encoder && {encoder}),
      encoded: encoded ?? [],
    }));
}

function invalid(name: string, value: number): AdlError {
  return new AdlError('FLAG_INVALID', `Expected \`${name}\` to be at least 1, got ${value}.`, {
    suggestions: [`--${name} 2`],
  });
}
