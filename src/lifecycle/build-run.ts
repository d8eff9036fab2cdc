import {readFileSync} from 'node:fs';
import {score} from '../base/score.js';
import {loadParts} from '../data/batches.js';
import {Executor} from '../hopper/executor.js';
import type {Known} from '../hopper/known.js';
import {Pool} from '../hopper/pool.js';
import type {Room} from '../hopper/room.js';
import {type HopperOptions, runHopper} from '../hopper/run.js';
import type {Step} from '../hopper/script.js';
import type {EpochResult, Trial, TrialFailure} from '../hopper/trial.js';
import type {WorkOptions} from '../hopper/unit-work.js';
import type {Entry, Journal} from '../project/journal.js';
import {packageFile} from '../project/package-file.js';
import type {RunPaths} from '../project/paths.js';
import {floatsOf} from '../train/checkpoint.js';
import {decidingMetric, evaluate, type Scores} from '../train/evaluate.js';
import {concludeRun, type RunOutcome, type StoppedBy} from './build-conclusion.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, taskOf} from './build-settings.js';
import {dropCandidates, keepCandidate} from './candidates.js';
import {continuedJournal} from './continued-journal.js';
import type {Host, LifecycleEvent} from './event.js';
import {forecast} from './forecast.js';
import {hopperSetup} from './hopper-setup.js';
import {Leaderboard} from './leaderboard.js';
import {predictor} from './prediction.js';
import {dealShards, type Shards} from './shards.js';
import {steeringOf} from './steering.js';
import {usualPace} from './strategy.js';
import {workerSetups} from './worker-setups.js';

export interface BuildRun {
  host: Host;
  /** When the run's time began: the budget counts from here. */
  started: number;
  inputs: BuildInputs;
  settings: BuildSettings;
  run: RunPaths;
  journal: Journal;
  room: Room;
  push: (event: LifecycleEvent) => void;
  past: Past;
  /** Whether it goes on although its time is over: what is done again is done whole. */
  hasNoEnd?: boolean;
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

/** Epochs in all up to which a run is gone through beforehand: of more, that takes seconds. */
const mostPredicted = 2000;

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
  const shouldStop = () => {
    if (host.now() >= over) stoppedBy = 'time';
    return stoppedBy === 'time' || host.signal?.aborted === true;
  };
  const patience = () => (Number.isFinite(over) ? Math.max(0, over - host.now()) + grace : undefined);
  const onUnit = await predicting(going);
  const execution = new Executor({...workOptions(going), shouldStop, patience, onUnit});
  await runHopper({...hopperOptions(going), execution, shouldStop});
  host.signal?.throwIfAborted();
  const {costOf} = hopperSetup(settings, going.inputs.snapshot, shards);
  const formed = [...groups].map(([group, trials]) => ({group, trials: [...trials]}));
  const jobs = formed.map(({group, trials}) => {
    return {...costOf(trials), group, epochs: settings.epochs};
  });
  return concludeRun({
    ...going,
    setup: workerSetups(going.inputs, settings, shards)[0]!,
    stoppedBy,
    formed,
    jobs,
  });
}

/** Tells when the run will be over, as soon as that can be told; of one that is taken up again it is not. */
async function predicting(going: Going): Promise<WorkOptions['onUnit']> {
  const {settings, inputs, host, started, journal, push, shards, past} = going;
  if (past.entries.length > 0 || settings.trials * settings.epochs > mostPredicted) return () => {};
  return predictor({
    ...{shards, started, now: host.now},
    forecast: await forecast(settings, inputs, usualPace),
    onPrediction: ({seconds, after}) => {
      journal.append('run-predicted', {seconds, after});
      const message = `by what its first units took, this run is over after ${seconds.toFixed(1)} s`;
      push({stage: 'build', kind: 'note', message});
    },
  });
}

function workOptions(going: Going): Omit<WorkOptions, 'shouldStop' | 'patience'> {
  const {settings, journal, room, shards, pool, past, push, failures, leaderboard, run} = going;
  return {
    ...{pool, journal, room, folders: run, seed: settings.seed, known: past.known},
    shardRows: shards.shards.map(({rows}) => rows),
    together: settings.strategy === 'average',
    validation: (shard) =>
      shards.evaluation === 'once' ? shards.validation : shards.shards[shard]!.validation,
    onEpoch: (result, isKnown) => endEpoch(going, result, isKnown),
    onFailure: (trial, failure) => {
      failures.push(failure);
      dropCandidates(run.folder, leaderboard.drop(trial));
      push({stage: 'build', kind: 'warning', message: `trial ${trial} is left out: ${failure.reason}`});
    },
  };
}

function hopperOptions(going: Going): Omit<HopperOptions, 'execution' | 'shouldStop'> {
  const {inputs, settings, journal, shards, past, trials, groups} = going;
  return {
    ...hopperSetup(settings, inputs.snapshot, shards),
    ...{script: past.script, order: past.order},
    onTrial: (each) => {
      const {trial, family, parameters, weights, parent} = each;
      trials.push(each);
      journal.append('trial-added', {trial, family, parameters, weights, ...(parent && {parent})});
    },
    onGroup: (group, own) => {
      groups.set(group, own);
      journal.append('group-formed', {group, trials: own.map(({trial}) => trial)});
    },
    steering: steeringOf(going),
    onDecision: (group, epoch) => journal.append('epoch-decided', {group, epoch}),
    onRest: ({trial: {trial}, epochs, full}, reason) => {
      if (epochs < full) journal.append(`trial-${reason}`, {trial, epoch: epochs});
    },
  };
}

function startPool(run: BuildRun, shards: Shards): Promise<Pool> {
  const {host, journal, push} = run;
  const setups = workerSetups(run.inputs, run.settings, shards);
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

/** Training ends early enough for the last scoring and saving: 5% of the budget, and at most 2 s, is kept for them. */
function deadline({started, settings, hasNoEnd}: BuildRun): number {
  if (settings.time === null || hasNoEnd) return Number.POSITIVE_INFINITY;
  return started + settings.time - Math.min(settings.time / 20, 2000);
}

function scoresIn({type, trial, epoch, scores}: Entry): [string, Scores][] {
  return type === 'epoch-ended' ? [[`${trial}/${epoch}`, scores as Scores]] : [];
}

/** What an epoch is worth, by the metric that decides. */
async function endEpoch(going: Going, result: EpochResult, isKnown: boolean): Promise<number> {
  const {settings, journal, room, inputs, run, target, leaderboard, scored, trials} = going;
  const {trial, epoch, loss, checkpoint, isLast} = result;
  const before = isKnown ? scored.get(`${trial}/${epoch}`) : undefined;
  const scores = before ?? evaluate(taskOf(inputs.snapshot), target, predictionsOf(result));
  const {weights} = trials[trial - 1]!;
  const change = leaderboard.enter({trial, epoch, weights, finished: isLast}, scores);
  const {taken} = change;
  if (taken) await room.for(run.folder, () => keepCandidate(run.folder, taken, checkpoint));
  journal.append('epoch-ended', {trial, epoch, loss, scores, ...(isLast && {last: true})});
  await room.written();
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
