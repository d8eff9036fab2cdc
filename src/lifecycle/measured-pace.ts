import {rmSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {loadParts} from '../data/batches.js';
import {writeSample} from '../data/sample.js';
import {keyOf} from '../hopper/group.js';
import {Pool} from '../hopper/pool.js';
import type {Trial} from '../hopper/trial.js';
import {trainCost} from '../hopper/trial-cost.js';
import {scoreTask, trainTask} from '../hopper/unit-task.js';
import type {Reply} from '../hopper/wire.js';
import {packageFile} from '../project/package-file.js';
import {evaluationCost} from '../train/cost.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, taskOf} from './build-settings.js';
import type {Host} from './event.js';
import type {Pace} from './forecast.js';
import {metricTime} from './metric-time.js';
import {dealShards} from './shards.js';
import {usualPace} from './strategy.js';
import {workerSetups} from './worker-setups.js';

/** What a group took on a few rows: milliseconds, the mean of the workers, which were at it at the same time. */
interface Measured {
  trials: readonly Trial[];
  /** Of a step, and of a row that is scored, in the engine. */
  step: number;
  row: number;
  /** Of a unit, besides: reading and writing states, messages. */
  train: number;
  evaluate: number;
  /** Of the first unit. */
  compile: number;
}

/** Rows of the sample, and the groups that are measured: of others, the one most like them counts. */
const [sampled, mostGroups] = [8192, 6];

/**
 * How long units take here: the largest groups are trained on a sample of the rows, twice each, by all workers at once.
 * @param groups one for each shape
 */
export async function measuredPace(
  host: Host,
  settings: BuildSettings,
  inputs: BuildInputs,
  groups: readonly (readonly Trial[])[],
): Promise<Pace> {
  const shards = dealShards(inputs.folder, inputs.snapshot, settings);
  const folder = await mkdtemp(join(tmpdir(), 'adl-plan-'));
  const sample = join(folder, 'sample.parquet');
  const own = shards.shards.length;
  await writeSample(shards.shards[0]!.parts[0]!, sampled, sample);
  const setups = workerSetups(inputs, settings, shards).map((setup) => ({
    ...setup,
    shards: [...setup.shards, {shard: own, parts: [sample]}],
  }));
  const begun = host.now();
  let rows = 0;
  const pool = await Pool.start({
    entry: packageFile('dist/hopper/worker.js'),
    signal: host.signal,
    setups,
    onReady: (_, held) => (rows = held.at(-1)!),
  });
  const started = host.now() - begun;
  // Trees grow over all rows, whatever they are asked: what they take is known from their size.
  const networks = groups.filter(([first]) => first!.trees === undefined);
  const order = networks.sort((a, b) => work(b) - work(a)).slice(0, mostGroups);
  const measured: Measured[] = [];
  try {
    for (const trials of order)
      measured.push(
        await measureGroup(host, pool, {trials, shard: own, rows, sample, folder, workers: setups.length}),
      );
  } finally {
    await pool.close();
    rmSync(folder, {recursive: true, force: true});
  }
  return paceOf(measured, started, (await metricsTime(host, inputs, shards.validation)) / settings.workers);
}

function work(trials: readonly Trial[]): number {
  return trials.reduce((sum, {weights}) => sum + weights, 0);
}

interface Trying {
  trials: readonly Trial[];
  shard: number;
  rows: number;
  sample: string;
  folder: string;
  workers: number;
}

async function measureGroup(host: Host, pool: Pool, trying: Trying): Promise<Measured> {
  const {trials, rows, workers} = trying;
  const each = async (one: (worker: number) => Promise<number[]>) => {
    const times = await Promise.all(Array.from({length: workers}, (_, worker) => one(worker)));
    return times[0]!.map((_, at) => times.reduce((sum, own) => sum + own[at]!, 0) / workers);
  };
  const timed = async (ask: () => Promise<Reply>) => {
    const begun = host.now();
    const reply = await ask();
    const engine = 'costs' in reply ? reply.costs.engine : 0;
    return [host.now() - begun, engine];
  };
  const [first] = await each((worker) => timed(() => pool.run(worker, trainingOf(trying, worker))));
  const [whole, engine] = await each((worker) => timed(() => pool.run(worker, trainingOf(trying, worker))));
  await each((worker) => timed(() => pool.run(worker, scoringOf(trying, worker))));
  const [scored, scoring] = await each((worker) => timed(() => pool.run(worker, scoringOf(trying, worker))));
  const steps = stepsOf(trials, rows);
  return {
    trials,
    ...{step: engine! / steps, row: scoring! / rows, compile: Math.max(0, first! - whole!)},
    ...{train: whole! - engine!, evaluate: scored! - scoring!},
  };
}

function trainingOf({trials, shard, folder}: Trying, worker: number) {
  const stages = trials.map((trial) => {
    return {trial, epoch: 1, from: null, to: join(folder, `${trial.trial}-${worker}.ckpt`)};
  });
  return trainTask({id: 0, seed: 0, group: 1, epoch: 1, shard}, stages);
}

function scoringOf({trials, sample, folder}: Trying, worker: number) {
  const stages = trials.map((trial) => {
    const path = (ending: string) => join(folder, `${trial.trial}-${worker}.${ending}`);
    return {trial, from: path('ckpt'), to: path('f32')};
  });
  return scoreTask(0, [sample], stages);
}

/** Milliseconds that it takes to compute the metrics of one model. */
async function metricsTime(
  host: Host,
  {snapshot}: BuildInputs,
  validation: readonly string[],
): Promise<number> {
  const {target} = await loadParts(validation, {numeric: 0, codes: 0});
  return metricTime(taskOf(snapshot), target, host.now);
}

function paceOf(measured: readonly Measured[], started: number, metric: number): Pace {
  const like = (trials: readonly Trial[]): {found: Measured; ratio: number} => {
    const same = measured.filter((each) => keyOf(each.trials[0]!) === keyOf(trials[0]!));
    const found = (same.length > 0 ? same : measured).reduce((best, each) =>
      distance(each.trials, trials) < distance(best.trials, trials) ? each : best,
    );
    return {found, ratio: stepWork(trials) / stepWork(found.trials)};
  };
  return {
    train: (trials, rows) => {
      if (trials[0]!.trees) return usualPace.train(trials, rows);
      const {found, ratio} = like(trials);
      const steps = stepsOf(trials, rows);
      return ratio * found.step * steps + found.train * (trials.length / found.trials.length);
    },
    evaluate: (trials, rows) => {
      if (trials[0]!.trees) return usualPace.evaluate(trials, rows) + metric * trials.length;
      const {found} = like(trials);
      const ratio = evaluationCost(work(trials), 1) / evaluationCost(work(found.trials), 1);
      const share = trials.length / found.trials.length;
      return ratio * found.row * rows + found.evaluate * share + metric * trials.length;
    },
    compile: (trials) => (trials[0]!.trees ? usualPace.compile(trials) : like(trials).found.compile),
    startup: () => started + 300,
  };
}

function stepsOf([first]: readonly Trial[], rows: number): number {
  return first!.trees ? 1 : Math.ceil(rows / first!.training.batchSize);
}

/** Of a step. */
function stepWork(trials: readonly Trial[]): number {
  return trials.reduce(
    (sum, trial) => sum + (trial.trees ? 0 : trainCost(trial, trial.training.batchSize)),
    0,
  );
}

function distance(a: readonly Trial[], b: readonly Trial[]): number {
  return Math.abs(Math.log(stepWork(a) / stepWork(b)));
}
