import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {loadParts} from '../data/batches.js';
import {ask} from '../hopper/asking.js';
import type {Group} from '../hopper/group.js';
import {schedule} from '../hopper/schedule.js';
import type {Job} from '../hopper/shop.js';
import type {Trial, TrialFailure} from '../hopper/trial.js';
import {scoreTask} from '../hopper/unit-task.js';
import {readJournal} from '../project/journal.js';
import {baselinePredictions} from '../train/baseline.js';
import {readCheckpoint} from '../train/checkpoint.js';
import {evaluate, type Scores} from '../train/evaluate.js';
import {chosenRounds, readGrove} from '../train/grove-file.js';
import {budgetFor, firstEpoch, paceOf} from './budget.js';
import {type BuildSettings, inputsOf, taskOf} from './build-settings.js';
import {candidatePath} from './candidates.js';
import {exact, rough} from './duration.js';
import type {Host} from './event.js';
import type {Candidate} from './leaderboard.js';
import {predictionsIn, type StoppedBy, scorePartial, type Unfinished} from './partial-model.js';
import {type Learned, saveTrained} from './trained.js';

export interface RunOutcome {
  best: {
    trial: number;
    family: string;
    parameters: Trial['parameters'];
    weights_sha256: string;
    metrics: {validation: Scores; test: Scores};
    /** Where no epoch could end in time: how many of the shards of its first this model has seen. */
    partial?: {visited: number; shards: number};
  };
  baseline: {test: Scores};
  /** Configurations that were tried. */
  trials: number;
  stopped_by: StoppedBy;
}

export interface Conclusion extends Unfinished {
  host: Host;
  /** When the run's time began. */
  started: number;
  settings: BuildSettings;
  /** The groups that were formed, and what their epochs cost. */
  formed: readonly Group[];
  jobs: readonly Job[];
  failures: readonly TrialFailure[];
}

/**
 * Scores the best model on the test rows, for the first and only time, and saves it.
 * @throws EVERY_TRIAL_FAILED, BUDGET_TOO_SMALL when there is no model to save
 */
export async function concludeRun(conclusion: Conclusion): Promise<RunOutcome> {
  const {leaderboard, trials, run, inputs, room} = conclusion;
  const partial = leaderboard.best ? undefined : await scorePartial(conclusion);
  const best = leaderboard.best;
  if (!best) throw noModel(conclusion);
  const {family, parameters} = trials[best.trial - 1]!;
  const test = await scoreTest(conclusion, best);
  const learned = await learnedBy(trials[best.trial - 1]!, candidatePath(run.folder, best));
  const saved = {snapshot: inputs.snapshot.digest, family, ...learned, ...inputsOf(inputs.snapshot)};
  const weightsSha256 = await room.for(run.model, () => saveTrained(run, saved));
  return {
    best: {
      trial: best.trial,
      family,
      parameters,
      weights_sha256: weightsSha256,
      metrics: {validation: best.scores, test: test.model},
      ...(partial && {partial}),
    },
    baseline: {test: test.baseline},
    trials: leaderboard.tried,
    stopped_by: conclusion.stoppedBy,
  };
}

/** What a configuration has come to, as it is kept: the weights of its layers, or its trees. */
async function learnedBy(trial: Trial, checkpoint: string): Promise<Learned> {
  if (trial.trees) return {trees: chosenRounds(await readGrove(checkpoint))};
  const {parameters} = await readCheckpoint(checkpoint);
  return {layers: trial.layers, parameters};
}

async function scoreTest({inputs, run, pool, room, trials}: Conclusion, best: Candidate) {
  const {folder, snapshot} = inputs;
  const files = (split: 'train' | 'test') => snapshot.splits[split].parts.map(({path}) => join(folder, path));
  const to = join(run.predictions, 'test.f32');
  const asking = {pool, room, patience: () => undefined, shouldStop: () => false};
  const chosen = {trial: trials[best.trial - 1]!, from: candidatePath(run.folder, best), to};
  const task = scoreTask(-1, files('test'), [chosen]);
  const targets = async () => {
    const target = (split: 'train' | 'test') => loadParts(files(split), {numeric: 0, codes: 0});
    return [await target('test'), await target('train')] as const;
  };
  const [reply, [test, training]] = await Promise.all([ask(asking, pool.living, task), targets()]);
  if (reply === 'cut' || reply.type !== 'evaluated')
    throw new Error(`The test rows could not be scored: ${JSON.stringify(reply)}`);
  const baseline = baselinePredictions(taskOf(snapshot), training.target, test.rows);
  return {
    model: evaluate(taskOf(snapshot), test.target, predictionsIn([to])),
    baseline: evaluate(taskOf(snapshot), test.target, baseline),
  };
}

function noModel(conclusion: Conclusion): Error {
  const {failures, stoppedBy, trials} = conclusion;
  const [first] = failures;
  if (failures.length < trials.length && stoppedBy === 'time') return tooLittleTime(conclusion);
  // That a worker met an error over every trial is no fault of the data: it is a bug, and its stack is what helps.
  if (first?.stack && failures.every(({stack}) => stack))
    return Object.assign(new Error(first.reason), first);
  const message = `Expected at least one usable model, but all ${trials.length} trials failed; the first: ${first?.reason}.`;
  return new AdlError('EVERY_TRIAL_FAILED', message, {
    suggestions: ['adl build show', 'adl source --json'],
  });
}

function tooLittleTime(conclusion: Conclusion): AdlError {
  const time = conclusion.settings.time!;
  const needed = timeForAnEpoch(conclusion);
  const message = `Expected a budget in which an epoch can end, got ${exact(time)}: the first would end after about ${rough(needed)}, by its rows and the size of the model.`;
  return new AdlError('BUDGET_TOO_SMALL', message, {
    // It was too little, whatever is expected of it.
    suggestions: [`adl build --time ${budgetFor(Math.max(needed, time))}`],
  });
}

/** From the beginning of the command to the end of the first epoch of any trial, in milliseconds: an estimate. */
function timeForAnEpoch({host, started, run, settings, shards, formed: groups, jobs}: Conclusion): number {
  const {units} = schedule(jobs, {...settings, ...shards, window: groups.length});
  const plan = {groups, jobs, units};
  const entries = readJournal(run.journal);
  const begun = entries.find(({type}) => type === 'unit-started')?.at ?? host.now();
  return begun - started + firstEpoch(plan, paceOf(entries, plan)).milliseconds;
}
