import {z} from 'zod';
import type {Observation, Search, SearchOptions} from './algorithms/algorithm.js';

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

/** Losses of a trial, epoch by epoch. */
type Curve = Map<number, number>;
type Rule = (trial: number, epoch: number, curves: ReadonlyMap<number, Curve>) => boolean;

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
  const curves = new Map<number, Curve>();
  const stopped = new Set<number>();
  return {
    ask: search.ask,
    tell: (observation) => {
      const {trial, epoch, value} = observation;
      if (stopped.has(trial)) return 'stop';
      if (value === undefined || !Number.isFinite(value)) return search.tell(observation);
      const curve = curves.get(trial) ?? new Map<number, number>();
      // Told a second time.
      if (curve.has(epoch)) return search.tell(observation);
      curves.set(trial, curve.set(epoch, direction === 'maximize' ? -value : value));
      const isStopped = epoch < epochs && rules.some((rule) => rule(trial, epoch, curves));
      if (!isStopped) return search.tell(observation);
      stopped.add(trial);
      search.tell({...observation, isStopped} satisfies Observation);
      return 'stop';
    },
  };
}

function medianRule({minEpochs, minTrials}: z.output<typeof median>): Rule {
  return (trial, epoch, curves) => {
    if (epoch < minEpochs) return false;
    const others = [...curves]
      .filter(([other, curve]) => other !== trial && curve.has(epoch))
      .map(([, curve]) => mean([...curve].filter(([at]) => at <= epoch).map(([, loss]) => loss)));
    if (others.length < minTrials) return false;
    return Math.min(...curves.get(trial)!.values()) > middle(others);
  };
}

function patienceRule({epochs, minDelta}: z.output<typeof patience>): Rule {
  return (trial, epoch, curves) => {
    const before = [...curves.get(trial)!].filter(([at]) => at <= epoch - epochs).map(([, loss]) => loss);
    const since = [...curves.get(trial)!].filter(([at]) => at > epoch - epochs).map(([, loss]) => loss);
    return before.length > 0 && Math.min(...since) >= Math.min(...before) - minDelta;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
