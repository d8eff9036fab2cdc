import {loadParts} from '../data/batches.js';
import {Executor} from '../hopper/executor.js';
import {Pool} from '../hopper/pool.js';
import {type HopperOptions, runHopper} from '../hopper/run.js';
import type {WorkOptions} from '../hopper/unit-work.js';
import type {Entry} from '../project/journal.js';
import {packageFile} from '../project/package-file.js';
import {decidingMetric, type Scores} from '../train/evaluate.js';
import {concludeRun, type RunOutcome, type StoppedBy} from './build-conclusion.js';
import {floorOf, taskOf} from './build-settings.js';
import {dropCandidates} from './candidates.js';
import {continuedJournal} from './continued-journal.js';
import {endEpoch} from './epoch-end.js';
import {forecast} from './forecast.js';
import type {BuildRun, Going} from './going.js';
import {hopperSetup} from './hopper-setup.js';
import {Leaderboard} from './leaderboard.js';
import {predictor} from './prediction.js';
import {dealShards, type Shards} from './shards.js';
import {steeringOf} from './steering.js';
import {usualPace} from './strategy.js';
import {workerSetups} from './worker-setups.js';

/** Epochs in all up to which a run is gone through beforehand: of more, that takes seconds. */
const mostPredicted = 2000;

/** What a unit may take beyond the budget before its worker counts as hung, in milliseconds. */
const grace = 5000;

/** From the first proposal to the chosen model on disk. */
export async function carryOutRun(given: BuildRun): Promise<RunOutcome> {
  const {inputs, settings, past, host} = given;
  const run = {...given, journal: continuedJournal(given.journal, past.entries)};
  const shards = dealShards(inputs.folder, inputs.snapshot, {...settings, workers: floorOf(settings)});
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
    ...{pool, journal, room, folders: run, seed: settings.seed, known: past.known, onlyKnown: past.isOver},
    shardRows: shards.shards.map(({rows}) => rows),
    processOf: (worker) => worker % settings.workers,
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
