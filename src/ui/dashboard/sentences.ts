import {score} from '../../base/score.js';
import type {BuildView} from '../../lifecycle/build-show.js';
import type {Host, LifecycleEvent} from '../../lifecycle/event.js';
import {bestInWords, oneLine, workOf} from './wording.js';

export interface SentencesOptions {
  host: Host;
  /** What looks at a run, given its number. */
  watch: (run: string) => () => BuildView;
  write: (line: string) => void;
}

/** Who listens is told of how it goes this often, and of warnings at once. */
const tellEvery = 20_000;

/** Runs a build to its end and tells of it in whole sentences, few of them; returns the build's result. */
export async function followInSentences<Result>(
  events: AsyncGenerator<LifecycleEvent, Result>,
  {host, watch, write}: SentencesOptions,
): Promise<Result> {
  let look: (() => BuildView) | undefined;
  const say = (sentence: string) => write(`${oneLine(sentence)}\n`);
  const beat = setInterval(() => {
    if (look) say(progressSentence(look(), host.now()));
  }, tellEvery);
  beat.unref();
  say('The build begins.');
  try {
    let turn = await events.next();
    while (!turn.done) {
      const {kind, message, data} = turn.value;
      if (kind === 'warning') say(`Warning: ${message}`);
      if (!look && typeof data === 'object' && data !== null && 'run' in data) {
        look = watch(String(data.run));
        say(beginSentence(look()));
      }
      turn = await events.next();
    }
    return turn.value;
  } finally {
    clearInterval(beat);
  }
}

export function beginSentence({run, metric, direction, time}: BuildView): string {
  const better = direction === 'maximize' ? 'higher' : 'lower';
  const limit = time === null ? 'as long as it needs' : `up to ${spoken(time)}`;
  return `Run ${run} has ${limit}. The best model is chosen by ${metric}, where ${better} is better.`;
}

export function progressSentence(view: BuildView, now: number): string {
  const elapsed = now - view.started;
  const {done, total, trials} = workOf(view);
  const left = view.time === null ? '' : `, ${spoken(Math.max(0, view.time - elapsed))} left`;
  const time = `${spoken(elapsed)} spent${left}.`;
  const work = `${done} of ${total} epochs done. Trials: ${trials}.`;
  const first = view.curve[0];
  if (!first) return `${time} ${work} No trial has ended an epoch yet.`;
  return `${time} ${work} Best: ${bestInWords(view)}; the first was ${score(first.score)}.`;
}

/** `1 minute 5 seconds`. */
export function spoken(milliseconds: number): string {
  const total = Math.round(milliseconds / 1000);
  const parts = [
    {unit: 'hour', count: Math.floor(total / 3600)},
    {unit: 'minute', count: Math.floor(total / 60) % 60},
    {unit: 'second', count: total % 60},
  ].filter(({count}) => count > 0);
  if (parts.length === 0) return '0 seconds';
  return parts.map(({unit, count}) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}
