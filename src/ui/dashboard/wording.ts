import {stripVTControlCharacters} from 'node:util';
import {score} from '../../base/score.js';
import type {BuildView} from '../../lifecycle/build-show.js';
import type {Picture} from './picture.js';

/** `0:07`, `12:34`, `1:02:03`. */
export function clock(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(seconds).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** `0:07 of 0:30, 0:23 left`: whole seconds that add up. */
export function timeInWords(elapsed: number, time: number | null): string {
  if (time === null) return `${clock(elapsed)} spent, no limit`;
  const left = Math.ceil((time - elapsed) / 1000) * 1000;
  return `${clock(elapsed)} of ${clock(time)}, ${left > 0 ? `${clock(left)} left` : 'none left'}`;
}

/** What goes on now, in a few words. */
export function phase({view, stopping, now}: Picture): string {
  if (stopping) return 'stopping';
  if (!view || view.trials.length === 0) return 'reading the snapshot';
  if (view.result) return 'done';
  if (view.paused !== undefined) return 'paused: no room on the disk';
  if (view.workers.every(({units, at_work}) => units === 0 && at_work === null)) return 'starting workers';
  const over = view.time !== null && now >= view.started + view.time;
  const isDone = view.trials.every(({state}) => state === 'done' || state === 'failed');
  return over || isDone ? 'scoring the best model on the test rows' : 'training';
}

export interface Work {
  /** Epochs, and how many they would be if nothing stopped the run. */
  done: number;
  total: number;
  /** `4 done, 3 running, 24 waiting, 1 failed`; what there is none of is left out. */
  trials: string;
}

export function workOf({trials, epochs}: BuildView): Work {
  const done = trials.reduce((sum, trial) => sum + trial.epochs, 0);
  const total = trials.reduce((sum, trial) => sum + (trial.state === 'failed' ? trial.epochs : epochs), 0);
  const counts = (['done', 'running', 'waiting', 'failed'] as const)
    .map((state) => ({state, count: trials.filter((trial) => trial.state === state).length}))
    .filter(({count}) => count > 0);
  return {done, total, trials: counts.map(({state, count}) => `${count} ${state}`).join(', ')};
}

/** `average-precision 0.8123 by trial 7 (mlp), epoch 6`; undefined while no trial has ended an epoch. */
export function bestInWords({curve, metric, trials}: BuildView): string | undefined {
  const best = curve.at(-1);
  if (!best) return undefined;
  const family = trials.find(({trial}) => trial === best.trial)?.family;
  return `${metric} ${score(best.score)} by trial ${best.trial} (${family}), epoch ${best.epoch}`;
}

/** `from 0.6123 to 0.8123 in 5 changes, the last 0:11 ago; higher is better`. */
export function curveInWords({curve, direction}: BuildView, elapsed: number): string {
  const [first, last] = [curve[0], curve.at(-1)];
  const better = direction === 'maximize' ? 'higher is better' : 'lower is better';
  if (!first || !last) return better;
  const ago = `${clock(elapsed - last.seconds * 1000)} ago`;
  if (curve.length === 1) return `the first best, ${ago}; ${better}`;
  const changes = curve.length === 2 ? '1 change' : `${curve.length - 1} changes, the last`;
  return `from ${score(first.score)} to ${score(last.score)} in ${changes} ${ago}; ${better}`;
}

/** `[####------]`: the words beside it say how much it is. */
export function bar(share: number, width: number): string {
  const inner = Math.max(0, width - 2);
  const full = Math.round(Math.min(1, Math.max(0, share)) * inner);
  return inner > 0 ? `[${'#'.repeat(full)}${'-'.repeat(inner - full)}]` : '';
}

/** One line, and nothing in it that a terminal would obey. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}
