import {readFileSync} from 'node:fs';
import {score} from '../base/score.js';
import {loadParts} from '../data/batches.js';
import {type GroupOptions, groupsUnderWay} from '../hopper/group.js';
import type {Known} from '../hopper/known.js';
import {Pool, type Setup} from '../hopper/pool.js';
import {type HopperOptions, runHopper} from '../hopper/run.js';
import type {Step} from '../hopper/script.js';
import type {Job} from '../hopper/shop.js';
import type {EpochResult, Trial, TrialFailure} from '../hopper/trial.js';
import type {Entry, Journal} from '../project/journal.js';
import {packageFile} from '../project/package-file.js';
import type {RunPaths} from '../project/paths.js';
import {floatsOf} from '../train/checkpoint.js';
import {evaluationCost, trainingCost} from '../train/cost.js';
import {decidingMetric, evaluate, type Scores} from '../train/evaluate.js';
import {concludeRun, type RunOutcome, type StoppedBy} from './build-conclusion.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, inputsOf, taskOf} from './build-settings.js';
import {startSearch, trialOf} from './build-trials.js';
import {dropCandidates, keepCandidate} from './candidates.js';
import {continuedJournal} from './continued-journal.js';
import type {Host, LifecycleEvent} from './event.js';
import {Leaderboard} from './leaderboard.js';
import {dealShards, type Shards} from './shards.js';

export interface BuildRun {
  host: Host;
  /** When the run's time began: the budget counts from here. */
  started: number;
  inputs: BuildInputs;
  settings: BuildSettings;
  run: RunPaths;
  journal: Journal;
  push: (event: LifecycleEvent) => void;
  past: Past;
}

/** What a run has behind it when it is taken up again. */
export interface Past {
  entries: readonly Entry[];
  known: Known;
  script: readonly Step[];
  order: HopperOptions['order'];
}

/** What a run knows while it goes on. */
interface Going extends BuildRun {
  shards: Shards;
  pool: Pool;
  leaderboard: Leaderboard;
  /** By their numbers, from 1. */
  trials: Trial[];
  groups: Map<number, readonly Trial[]>;
  failures: TrialFailure[];
  /** Of the validation rows. */
  target: Float64Array;
  /** The scores of epochs that an earlier process saw end. */
  scored: ReadonlyMap<string, Scores>;
}

/** What a unit may take beyond the budget before its worker counts as hung, in milliseconds. */
const grace = 5000;

/** From the first proposal to the chosen model on disk. */
export async function carryOutRun(given: BuildRun): Promise<RunOutcome> {
  const {inputs, settings, past, host} = given;
  const run = {...given, journal: continuedJournal(given.journal, past.entries)};
  const shards = dealShards(inputs.folder, inputs.snapshot, settings);
  const pool = await startPool(run, shards);
  try {
    const {target} = await loadParts(shards.validation, {numeric: 0, codes: 0});
    const leaderboard = new Leaderboard(decidingMetric(taskOf(inputs.snapshot), settings.metric));
    const scored = new Map(past.entries.flatMap(scoresIn));
    const going = {...run, shards, pool, leaderboard, target, scored, trials: [], failures: []};
    return await goOn({...going, groups: new Map()});
  } finally {
    await pool.close();
    host.signal?.throwIfAborted();
  }
}

async function goOn(going: Going): Promise<RunOutcome> {
  const {host, settings, shards, groups} = going;
  const over = deadline(going);
  let stoppedBy: StoppedBy = 'trials';
  await runHopper({
    ...hopperOptions(going),
    shouldStop: () => {
      if (host.now() >= over) stoppedBy = 'time';
      return stoppedBy === 'time' || host.signal?.aborted === true;
    },
    patience: () => (Number.isFinite(over) ? Math.max(0, over - host.now()) + grace : undefined),
  });
  host.signal?.throwIfAborted();
  const formed = [...groups].map(([group, trials]) => ({group, trials: [...trials]}));
  const jobs = formed.map(({group, trials}) => {
    return {...costOf(trials, shards), group, epochs: settings.epochs};
  });
  return concludeRun({...going, setup: setupOf(going, shards, 0), stoppedBy, formed, jobs});
}

function hopperOptions(going: Going): Omit<HopperOptions, 'shouldStop' | 'patience'> {
  const {inputs, settings, journal, shards, pool, past, push, trials, groups, failures, leaderboard} = going;
  const metric = decidingMetric(taskOf(inputs.snapshot), settings.metric);
  const grouping = groupOptions(settings);
  const shardRows = shards.shards.map(({rows}) => rows);
  const making = {inputs: inputsOf(inputs.snapshot), epochs: settings.epochs, shardRows};
  return {
    ...{pool, journal, shardRows, grouping},
    ...{known: past.known, script: past.script, order: past.order},
    ...startSearch(settings, metric.metric.direction),
    ...{workers: settings.workers, holders: shards.holders, evaluation: shards.evaluation},
    folders: going.run,
    seed: settings.seed,
    validation: (shard) =>
      shards.evaluation === 'once' ? shards.validation : shards.shards[shard]!.validation,
    window: (count) => groupsUnderWay(count, grouping),
    trialOf: (assignment, number) => trialOf(assignment, number, making),
    costOf: (own) => costOf(own, shards),
    onTrial: (each) => {
      const {trial, family, parameters, weights, parent} = each;
      trials.push(each);
      journal.append('trial-added', {trial, family, parameters, weights, ...(parent && {parent})});
    },
    onGroup: (group, own) => {
      groups.set(group, own);
      journal.append('group-formed', {group, trials: own.map(({trial}) => trial)});
    },
    onDecision: (group, epoch) => journal.append('epoch-decided', {group, epoch}),
    onRest: ({trial: {trial}, epochs}, reason) => {
      if (epochs < settings.epochs) journal.append(`trial-${reason}`, {trial, epoch: epochs});
    },
    onEpoch: (result, isKnown) => endEpoch(going, result, isKnown),
    onFailure: (trial, failure) => {
      failures.push(failure);
      dropCandidates(going.run.folder, leaderboard.drop(trial));
      push({stage: 'build', kind: 'warning', message: `trial ${trial} is left out: ${failure.reason}`});
    },
  };
}

function setupOf({inputs, settings}: BuildRun, dealt: Shards, worker: number): Setup {
  const {shards, holders, evaluation, validation} = dealt;
  const own = [...shards.entries()].filter(([shard]) => holders[shard]!.includes(worker));
  const {engine, device} = settings;
  return {
    ...{type: 'setup', worker, engine, device, threads: 1},
    shards: own.map(([shard, {parts}]) => ({shard, parts})),
    validation: evaluation === 'once' ? [validation] : own.map(([, share]) => share.validation),
    inputs: inputsOf(inputs.snapshot),
  };
}

function startPool(run: BuildRun, shards: Shards): Promise<Pool> {
  const {host, journal, push, settings} = run;
  const setups = Array.from({length: settings.workers}, (_, worker) => setupOf(run, shards, worker));
  return Pool.start({
    entry: packageFile('dist/hopper/worker.js'),
    signal: host.signal,
    setups,
    onStart: (worker, pid) =>
      journal.append('worker-started', {
        worker,
        pid,
        parts: setups[worker]!.shards.flatMap(({parts}) => parts),
      }),
    onReady: (worker, rows) => {
      for (const [at, {shard}] of setups[worker]!.shards.entries())
        expectRows(shard, rows[at]!, shards.shards[shard]!.rows);
    },
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
function expectRows(shard: number, held: number, dealt: number): void {
  if (held !== dealt) throw new Error(`A worker holds ${held} rows of shard ${shard}, which has ${dealt}.`);
}

/** By the workers that the run began with: who trains together does not change when it goes on with others. */
function groupOptions({shards, time}: BuildSettings): GroupOptions {
  return {workers: shards, inTime: time !== null};
}

/** Training ends early enough for the last scoring and saving: 5% of the budget, and at most 2 s, is kept for them. */
function deadline({started, settings}: BuildRun): number {
  if (settings.time === null) return Number.POSITIVE_INFINITY;
  return started + settings.time - Math.min(settings.time / 20, 2000);
}

function costOf(trials: readonly Trial[], shards: Shards): Omit<Job, 'group' | 'epochs'> {
  const sum = (cost: (trial: Trial) => number) => trials.reduce((total, trial) => total + cost(trial), 0);
  return {
    train: shards.shards.map(({rows}) =>
      sum(({weights, training}) => trainingCost(weights, rows, training.batchSize)),
    ),
    evaluate: sum(({weights}) => evaluationCost(weights, shards.validationRows)),
  };
}

function scoresIn({type, trial, epoch, scores}: Entry): [string, Scores][] {
  return type === 'epoch-ended' ? [[`${trial}/${epoch}`, scores as Scores]] : [];
}

/** What an epoch is worth, by the metric that decides. */
function endEpoch(going: Going, result: EpochResult, isKnown: boolean): number {
  const {settings, journal, inputs, run, target, leaderboard, scored, trials} = going;
  const {trial, epoch, loss, checkpoint} = result;
  const before = isKnown ? scored.get(`${trial}/${epoch}`) : undefined;
  const scores = before ?? evaluate(taskOf(inputs.snapshot), target, predictionsOf(result));
  const {weights} = trials[trial - 1]!;
  const change = leaderboard.enter({trial, epoch, weights, finished: epoch === settings.epochs}, scores);
  if (change.taken) keepCandidate(run.folder, change.taken, checkpoint);
  journal.append('epoch-ended', {trial, epoch, loss, scores});
  dropCandidates(run.folder, change.dropped);
  if (!before) tellEpoch(going, result, scores);
  return scores[settings.metric]!;
}

function predictionsOf({predictions}: EpochResult): Float32Array {
  return floatsOf(Buffer.concat(predictions.map((path) => readFileSync(path))));
}

function tellEpoch(
  {settings, leaderboard, trials, push}: Going,
  {trial, epoch}: EpochResult,
  scores: Scores,
) {
  const {best} = leaderboard;
  const lead = best ? `; trial ${best.trial} leads with ${score(best.score)}` : '';
  const {family} = trials[trial - 1]!;
  push({
    stage: 'build',
    kind: 'progress',
    message: `trial ${trial} of ${settings.trials} (${family}), epoch ${epoch} of ${settings.epochs}: ${settings.metric} ${score(scores[settings.metric])}${lead}`,
    data: {trial, epoch, scores},
  });
}
