import {score} from '../base/score.js';
import type {EpochResult} from '../hopper/trial.js';
import {evaluate, type Scores} from '../train/evaluate.js';
import {taskOf} from './build-settings.js';
import {dropCandidates, keepCandidate} from './candidates.js';
import type {Going} from './going.js';
import {predictionsIn} from './partial-model.js';

/** What an epoch is worth, by the metric that decides. */
export async function endEpoch(going: Going, result: EpochResult, isKnown: boolean): Promise<number> {
  const {host, clock, settings, journal, room, inputs, run, target, leaderboard, scored, trials} = going;
  const {trial, epoch, loss, checkpoint, isLast} = result;
  const before = isKnown ? scored.get(`${trial}/${epoch}`) : undefined;
  const begun = host.now();
  const scores = before ?? evaluate(taskOf(inputs.snapshot), target, predictionsIn(result.predictions));
  if (!before) clock.computed({rows: target.length, milliseconds: host.now() - begun});
  clock.found();
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
