import {readFileSync} from 'node:fs';
import {score} from '../base/score.js';
import {loadParts} from '../data/batches.js';
import {type Group, type GroupOptions, groupsUnderWay, groupTrials} from '../hopper/group.js';
import {Pool, type Setup} from '../hopper/pool.js';
import {runSchedule, type TrialFailure} from '../hopper/run.js';
import {type Job, schedule} from '../hopper/schedule.js';
import type {EpochResult, Trial} from '../hopper/trial.js';
import type {Journal} from '../project/journal.js';
import {packageFile} from '../project/package-file.js';
import type {RunPaths} from '../project/paths.js';
import {floatsOf} from '../train/checkpoint.js';
import {evaluationCost, trainingCost} from '../train/cost.js';
import {decidingMetric, evaluate} from '../train/evaluate.js';
import type {Plan} from './budget.js';
import {type Conclusion, concludeRun, type RunOutcome, type StoppedBy} from './build-conclusion.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, inputsOf, taskOf} from './build-settings.js';
import {proposeTrials} from './build-trials.js';
import type {Host, LifecycleEvent} from './event.js';
import {Leaderboard} from './leaderboard.js';
import {dealShards, type Shards} from './shards.js';

export interface BuildRun {
  host: Host;
  /** When the command began: the budget counts from here. */
  started: number;
  inputs: BuildInputs;
  settings: BuildSettings;
  run: RunPaths;
  journal: Journal;
  push: (event: LifecycleEvent) => void;
}

/** What a unit may take beyond the budget before its worker counts as hung, in milliseconds. */
const grace = 5000;

/** From the proposals to the chosen model on disk. */
export async function carryOutRun(run: BuildRun): Promise<RunOutcome> {
  const {inputs, settings, journal} = run;
  const shards = dealShards(inputs.folder, inputs.snapshot, settings.workers);
  const shardRows = shards.workers.map(({rows}) => rows);
  const trials = proposeTrials(settings, inputsOf(inputs.snapshot), shardRows);
  const groups = groupTrials(trials, groupOptions(settings));
  const groupOf = new Map(groups.flatMap(({group, trials: lanes}) => lanes.map((lane) => [lane, group])));
  for (const each of trials) {
    const {trial, family, parameters, weights} = each;
    journal.append('trial-added', {trial, group: groupOf.get(each)!, family, parameters, weights});
  }
  const pool = await startPool(run, shards);
  try {
    const metric = decidingMetric(taskOf(inputs.snapshot), settings.metric);
    const leaderboard = new Leaderboard(metric, run.run.folder);
    const ended = await trainAll(run, {trials, groups}, shards, pool, leaderboard);
    run.host.signal?.throwIfAborted();
    return await concludeRun({...run, trials, pool, leaderboard, setup: setupOf(run, shards, 0), ...ended});
  } finally {
    await pool.close();
  }
}

function setupOf({inputs, settings}: BuildRun, {workers}: Shards, worker: number): Setup {
  const {parts, validation} = workers[worker]!;
  const {engine, device} = settings;
  const common = inputsOf(inputs.snapshot);
  return {type: 'setup', worker, engine, device, threads: 1, parts, validation, inputs: common};
}

function startPool(run: BuildRun, shards: Shards): Promise<Pool> {
  const {host, journal, push} = run;
  const {workers} = shards;
  return Pool.start({
    entry: packageFile('dist/hopper/worker.js'),
    signal: host.signal,
    setups: workers.map((_, worker) => setupOf(run, shards, worker)),
    onStart: (worker, pid) => journal.append('worker-started', {worker, pid, parts: workers[worker]!.parts}),
    onReady: (worker, rows) => expectRows(worker, rows, workers[worker]!.rows),
    onLost: (worker, reason) => {
      journal.append('worker-lost', {worker, reason});
      const message =
        host.now() >= deadline(run)
          ? `worker ${worker} was stopped: what it was at took longer than the time that was left`
          : `worker ${worker} was lost (${reason}) and is replaced`;
      push({stage: 'build', kind: 'warning', message});
    },
  });
}

/** A worker that holds more or fewer rows than its shard would train every model wrongly. */
function expectRows(worker: number, held: number, dealt: number): void {
  if (held !== dealt) throw new Error(`Worker ${worker} holds ${held} rows where its shard has ${dealt}.`);
}

/** Has every trial visit every shard in every epoch, as far as the budget goes. */
async function trainAll(
  run: BuildRun,
  {trials, groups}: {trials: Trial[]; groups: Group[]},
  shards: Shards,
  pool: Pool,
  leaderboard: Leaderboard,
): Promise<Pick<Conclusion, 'stoppedBy' | 'failures' | 'plan'>> {
  const {settings, journal, host, push} = run;
  const {target} = await loadParts(shards.validation, {numeric: 0, codes: 0});
  const over = deadline(run);
  const failures: TrialFailure[] = [];
  let stoppedBy: StoppedBy = 'trials';
  const plan = planOf(settings, groups, shards);
  await runSchedule({
    units: plan.units,
    groups,
    pool,
    journal,
    folders: run.run,
    seed: settings.seed,
    shardRows: shards.workers.map(({rows}) => rows),
    shouldStop: () => {
      if (host.now() >= over) stoppedBy = 'time';
      return stoppedBy === 'time' || host.signal?.aborted === true;
    },
    patience: () => (Number.isFinite(over) ? Math.max(0, over - host.now()) + grace : undefined),
    onEpoch: async (result) => endEpoch(run, result, trials, target, leaderboard),
    onFailure: (trial, failure) => {
      failures.push(failure);
      leaderboard.drop(trial);
      push({stage: 'build', kind: 'warning', message: `trial ${trial} is left out: ${failure.reason}`});
    },
  });
  return {stoppedBy, failures, plan};
}

function planOf(settings: BuildSettings, groups: readonly Group[], shards: Shards): Plan {
  const jobs = groups.map((group) => jobOf(group, settings, shards));
  const {workers, seed} = settings;
  const window = groupsUnderWay(groups, groupOptions(settings));
  const units = schedule(jobs, {workers, window, evaluation: shards.evaluation, seed});
  return {groups, jobs, units};
}

function groupOptions({workers, time}: BuildSettings): GroupOptions {
  return {workers, inTime: time !== null};
}

/** Training ends early enough for the last scoring and saving: 5% of the budget, and at most 2 s, is kept for them. */
function deadline({started, settings}: BuildRun): number {
  if (settings.time === null) return Number.POSITIVE_INFINITY;
  return started + settings.time - Math.min(settings.time / 20, 2000);
}

function jobOf({group, trials}: Group, {epochs}: BuildSettings, shards: Shards): Job {
  const sum = (cost: (trial: Trial) => number) => trials.reduce((total, trial) => total + cost(trial), 0);
  return {
    group,
    epochs,
    train: shards.workers.map(({rows}) =>
      sum(({weights, training}) => trainingCost(weights, rows, training.batchSize)),
    ),
    evaluate: sum(({weights}) => evaluationCost(weights, shards.validationRows)),
  };
}

function endEpoch(
  {settings, journal, push, inputs}: BuildRun,
  result: EpochResult,
  trials: readonly Trial[],
  target: Float64Array,
  leaderboard: Leaderboard,
): void {
  const {trial, epoch, loss, predictions} = result;
  const scored = floatsOf(Buffer.concat(predictions.map((path) => readFileSync(path))));
  const scores = evaluate(taskOf(inputs.snapshot), target, scored);
  journal.append('epoch-ended', {trial, epoch, loss, scores});
  const {family, weights} = trials[trial - 1]!;
  leaderboard.enter(result, scores, {finished: epoch === settings.epochs, weights});
  const {best} = leaderboard;
  const lead = best ? `; trial ${best.trial} leads with ${score(best.score)}` : '';
  push({
    stage: 'build',
    kind: 'progress',
    message: `trial ${trial} of ${trials.length} (${family}), epoch ${epoch} of ${settings.epochs}: ${settings.metric} ${score(scores[settings.metric])}${lead}`,
    data: {trial, epoch, scores},
  });
}
