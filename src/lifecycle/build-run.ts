import {loadParts} from '../data/batches.js';
import {Executor} from '../hopper/executor.js';
import {type HopperOptions, runHopper} from '../hopper/run.js';
import type {WorkOptions} from '../hopper/unit-work.js';
import type {Entry} from '../project/journal.js';
import {decidingMetric, type Scores} from '../train/evaluate.js';
import {concludeRun, type RunOutcome} from './build-conclusion.js';
import {floorOf, taskOf} from './build-settings.js';
import {dropCandidates} from './candidates.js';
import {continuedJournal} from './continued-journal.js';
import {endEpoch} from './epoch-end.js';
import {forecast} from './forecast.js';
import type {BuildRun, Going} from './going.js';
import {hopperSetup} from './hopper-setup.js';
import {Leaderboard} from './leaderboard.js';
import {memoryWatch} from './memory.js';
import {metricTime} from './metric-time.js';
import type {StoppedBy} from './partial-model.js';
import {predictor} from './prediction.js';
import {RunClock} from './run-clock.js';
import {startRunPool} from './run-pool.js';
import {dealShards} from './shards.js';
import {steeringOf} from './steering.js';
import {usualPace} from './strategy.js';

/** Epochs in all up to which a run is gone through beforehand: of more, that takes seconds. */
const mostPredicted = 2000;

/** What a worker may take to stop what it is at, and how often it is looked at whether it has to: in milliseconds. */
const [grace, look] = [2500, 50];

/** Rows that show how long it takes to compute metrics. */
const sampled = 20_000;

/** From the first proposal to the chosen model on disk. */
export async function carryOutRun(given: BuildRun): Promise<RunOutcome> {
  const {inputs, settings, past, host} = given;
  const run = {...given, journal: continuedJournal(given.journal, past.entries)};
  const shards = dealShards(inputs.folder, inputs.snapshot, {...settings, workers: floorOf(settings)});
  const clock = clockOf(given);
  const pool = await startRunPool({...run, shards, clock});
  try {
    const begun = host.now();
    const {target} = await loadParts(shards.validation, {numeric: 0, codes: 0});
    clock.readTargets({rows: target.length, milliseconds: host.now() - begun});
    const sample = target.subarray(0, sampled);
    // The first time, the program itself is made ready.
    const [first, second] = [1, 2].map(() => metricTime(taskOf(inputs.snapshot), sample, host.now));
    const milliseconds = Math.min(first!, second!);
    clock.computed({rows: sample.length, milliseconds});
    const leaderboard = new Leaderboard(decidingMetric(taskOf(inputs.snapshot), settings.metric));
    const scored = new Map(past.entries.flatMap(scoresIn));
    const going = {...run, shards, clock, pool, leaderboard, target, scored, trials: [], failures: []};
    return await goOn({...going, groups: new Map()});
  } finally {
    await pool.close();
    host.signal?.throwIfAborted();
  }
}

async function goOn(going: Going): Promise<RunOutcome> {
  const {host, settings, shards, groups, clock, pool} = going;
  let stoppedBy: StoppedBy = 'trials';
  const shouldStop = () => {
    if (clock.isOver) stoppedBy = 'time';
    return stoppedBy === 'time' || host.signal?.aborted === true;
  };
  const patience = () => (Number.isFinite(clock.left) ? Math.max(0, clock.left) + 2 * grace : undefined);
  const onPrediction = await predicting(going);
  const watchMemory = memoryWatch(settings, (message) =>
    going.push({stage: 'build', kind: 'warning', message}),
  );
  const onUnit: WorkOptions['onUnit'] = (unit, lanes, costs) => {
    if (costs) {
      clock.ended(unit, lanes, costs, shards);
      watchMemory(unit.worker, costs.memory);
    }
    onPrediction?.(unit, lanes);
  };
  const execution = new Executor({...workOptions(going), shouldStop, patience, onUnit});
  const cutting = setInterval(() => shouldStop() && pool.cut(grace), look);
  try {
    await runHopper({...hopperOptions(going), execution, shouldStop});
  } finally {
    clearInterval(cutting);
  }
  host.signal?.throwIfAborted();
  const {costOf} = hopperSetup(settings, going.inputs.snapshot, shards);
  const formed = [...groups].map(([group, trials]) => ({group, trials: [...trials]}));
  const jobs = formed.map(({group, trials}) => {
    return {...costOf(trials), group, epochs: settings.epochs};
  });
  return concludeRun({...going, stoppedBy, formed, jobs, lanes: [...execution.lanes]});
}

function clockOf({settings, hasNoEnd, started, host: {now}, room, inputs: {snapshot}}: BuildRun): RunClock {
  const {train, validation, test} = snapshot.splits;
  // What is done again is done whole.
  const time = hasNoEnd ? null : settings.time;
  const rows = {train: train.rows, validation: validation.rows, test: test.rows};
  return new RunClock({time, started, now, rows, paused: () => room.paused});
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

function scoresIn({type, trial, epoch, scores}: Entry): [string, Scores][] {
  return type === 'epoch-ended' ? [[`${trial}/${epoch}`, scores as Scores]] : [];
}
