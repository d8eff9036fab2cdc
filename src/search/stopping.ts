import {z} from 'zod';
import type {Search, SearchOptions} from './algorithms/algorithm.js';

/**
 * Median stopping (Golovin et al. 2017, section 3.2.1): a trial ends where its best value so far is worse than the median of the
 * others' means up to the same epoch. The others are all that came so far, ended or not, since here they train side by side.
 */
const median = z.strictObject({
  /** No trial is stopped before. */
  minEpochs: z.int().min(1).default(1),
  /** How many others must have come as far. Optuna's number. */
  minTrials: z.int().min(1).default(5),
});

/** Early stopping as in Keras: a trial ends when its value got no better for so many epochs. */
const patience = z.strictObject({
  epochs: z
    .int()
    .min(1)
    .meta({examples: [3]}),
  /** By how much it has to get better for that to count. */
  minDelta: z.number().min(0).default(0),
});

/** Which trials end before their time, whatever proposes them. */
export const stoppingOptions = z.strictObject({median: median.optional(), patience: patience.optional()});
export type StoppingOptions = z.output<typeof stoppingOptions>;

/** Whether a trial is to end, from its losses so far, the last one last. Told every epoch of every trial, in order. */
type Rule = (losses: readonly number[], epoch: number) => boolean;

/** A search some of whose trials are stopped before their time. */
export function withStopping(
  search: Search,
  {median: medianOf, patience: patienceOf}: StoppingOptions,
  {epochs, direction}: Pick<SearchOptions, 'epochs' | 'direction'>,
): Search {
  const rules: Rule[] = [
    ...(medianOf ? [medianRule(medianOf)] : []),
    ...(patienceOf ? [patienceRule(patienceOf)] : []),
  ];
  const curves = new Map<number, {losses: number[]; epoch: number}>();
  const stopped = new Set<number>();
  return {
    ask: search.ask,
    tell: (observation) => {
      const {trial, epoch, value} = observation;
      if (stopped.has(trial)) return 'stop';
      const curve = curves.get(trial) ?? {losses: [], epoch: 0};
      // One that comes a second time says nothing new.
      const isNew = value !== undefined && Number.isFinite(value) && epoch > curve.epoch;
      if (!isNew) return search.tell(observation);
      curve.losses.push(direction === 'maximize' ? -value : value);
      curves.set(trial, {...curve, epoch});
      const isStopped = rules.map((rule) => rule(curve.losses, epoch)).includes(true) && epoch < epochs;
      if (!isStopped) return search.tell(observation);
      stopped.add(trial);
      search.tell({...observation, isStopped});
      return 'stop';
    },
  };
}

function medianRule({minEpochs, minTrials}: z.output<typeof median>): Rule {
  /** By epoch the means of those that came as far, in order. */
  const means = new Map<number, number[]>();
  return (losses, epoch) => {
    const others = means.get(epoch) ?? [];
    means.set(epoch, others);
    const best = losses.reduce((least, loss) => Math.min(least, loss));
    const isWorse = epoch >= minEpochs && others.length >= minTrials && best > middle(others);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const at = others.findIndex((other) => other > mean);
    others.splice(at === -1 ? others.length : at, 0, mean);
    return isWorse;
  };
}

function patienceRule({epochs, minDelta}: z.output<typeof patience>): Rule {
  return (losses) => {
    const before = Math.min(...losses.slice(0, -epochs));
    return before < Infinity && Math.min(...losses.slice(-epochs)) >= before - minDelta;
  };
}

function middle(sorted: readonly number[]): number {
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
