import type {DecidingMetric, Scores} from '../train/evaluate.js';
import type {Metric} from '../train/metrics/metric.js';

/** A model as it was after an epoch, with all that decides between two. */
export interface Standing {
  trial: number;
  epoch: number;
  /** How many weights it has. */
  weights: number;
  scores: Scores;
}

/**
 * Whether `a` goes before `b`. Equal scores, which are common where a metric counts rows, are decided by fewer weights,
 * then by what training makes small, then by trial and epoch: the order in which results arrive does not matter.
 */
export function isBefore({name, metric, criterion}: DecidingMetric, a: Standing, b: Standing): boolean {
  const order = [
    gain(metric.direction, a.scores[name]!, b.scores[name]!),
    gain('minimize', a.weights, b.weights),
    gain('minimize', a.scores[criterion]!, b.scores[criterion]!),
    gain('minimize', a.trial, b.trial),
    gain('minimize', a.epoch, b.epoch),
  ];
  return (order.find((sign) => sign !== 0) ?? 0) > 0;
}

/** Above 0 where `a` is better than `b`. */
function gain(direction: Metric['direction'], a: number, b: number): number {
  return direction === 'maximize' ? a - b : b - a;
}
