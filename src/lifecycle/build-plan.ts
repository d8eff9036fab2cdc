import {families} from '../models/families/registry.js';
import type {Round} from '../search/algorithms/algorithm.js';
import {readBuildInputs} from './build-inputs.js';
import {type BuildOptions, type BuildSettings, inputsOf} from './build-settings.js';
import {decideSettings} from './decided-settings.js';
import type {Host, LifecycleEvent} from './event.js';
import {firstGroups, shapesOf} from './first-groups.js';
import {type Forecast, forecast} from './forecast.js';
import {rowBytes} from './held-memory.js';
import {hopperSetup} from './hopper-setup.js';
import {measuredPace} from './measured-pace.js';
import {dealShards} from './shards.js';
import type {Strategy} from './strategies.js';
import {inStrategy} from './strategy.js';

export interface StrategyForecast extends Omit<Forecast, 'milliseconds' | 'busy'> {
  strategy: Strategy;
  seconds: number;
  /** Of all processors or cards together. */
  core_hours: number;
  gpu_hours: number;
  watt_hours: number;
}

export interface BuildPlan {
  rows: {train: number; validation: number; test: number};
  /** Bytes of the training rows as workers hold them. */
  held: number;
  engine: string;
  device: string;
  algorithm: string;
  /** Seconds that the run may take; null for any. */
  time: number | null;
  /** Bytes that the workers may hold together; null for any. */
  memory: number | null;
  /** The way that is taken, and why. */
  strategy: Strategy;
  rule: string;
  /** All ways, the one that is taken first. */
  strategies: StrategyForecast[];
  /** What the search will compare, step by step, where that is known beforehand. */
  table: Round[][] | null;
}

/**
 * What a build would do, and what it would cost, without doing it: units are timed on a sample of the rows.
 * @throws what `build` throws before it begins
 */
export async function* planBuild(
  host: Host,
  options: BuildOptions,
): AsyncGenerator<LifecycleEvent, BuildPlan> {
  const inputs = await readBuildInputs(host);
  const {settings, strategy, rule, reduced} = await decideSettings(options, inputs, host.environment);
  if (reduced !== undefined) yield {stage: 'build', kind: 'warning', message: reduced};
  yield {stage: 'build', kind: 'step', message: 'measuring how long a unit takes here'};
  const groups = shapesOf(await firstGroups(settings, inputs));
  const pace = await measuredPace(host, settings, inputs, groups);
  const strategies: StrategyForecast[] = [];
  for (const each of waysOf(settings))
    strategies.push(toldOf(each, settings, await forecast(inStrategy(settings, each), inputs, pace)));
  const {splits} = inputs.snapshot;
  const shards = dealShards(inputs.folder, inputs.snapshot, settings);
  return {
    rows: {train: splits.train.rows, validation: splits.validation.rows, test: splits.test.rows},
    held: splits.train.rows * rowBytes(inputsOf(inputs.snapshot)),
    ...{engine: settings.engine, device: settings.device, algorithm: settings.algorithm},
    time: settings.time === null ? null : settings.time / 1000,
    memory: settings.memory,
    ...{strategy, rule, strategies},
    table: hopperSetup(settings, inputs.snapshot, shards).table ?? null,
  };
}

/** All ways in which a run can be done, the one that is taken first. Trees are grown in one alone. */
function waysOf({strategy, workers, families: names}: BuildSettings): Strategy[] {
  if (workers === 1 || names.some((name) => families[name]!.kind === 'trees')) return [strategy];
  return [strategy, ...(['mop', 'task', 'average'] as const).filter((other) => other !== strategy)];
}

/** What a processor core and a graphics card draw when they are at work, in watts. */
const watts = {core: 10, gpu: 300};

function toldOf(
  strategy: Strategy,
  {device}: BuildSettings,
  {milliseconds, busy, ...counts}: Forecast,
): StrategyForecast {
  const hours = busy / 3.6e6;
  const onCard = device !== 'cpu' && device !== 'wasm';
  const [core_hours, gpu_hours] = onCard ? [0, hours] : [hours, 0];
  return {
    ...{strategy, seconds: milliseconds / 1000, ...counts},
    ...{core_hours, gpu_hours, watt_hours: core_hours * watts.core + gpu_hours * watts.gpu},
  };
}
