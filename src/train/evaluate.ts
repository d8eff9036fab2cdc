import {AdlError} from '../base/errors.js';
import {lookup} from '../base/registry.js';
import {outputs} from '../models/head.js';
import type {Task} from '../models/model.js';
import type {Metric} from './metrics/metric.js';
import {metrics} from './metrics/registry.js';

export type Scores = Record<string, number>;

/** What decides between models, and between those that are equal by it. */
export interface DecidingMetric {
  name: string;
  metric: Metric;
  /** The metric that training itself makes small. */
  criterion: string;
}

const criteria: Readonly<Record<Task['kind'], string>> = {
  classification: 'log-loss',
  regression: 'root-mean-squared-error',
};

/** Every metric that fits the task, over all rows at once. */
export function evaluate(task: Task, target: Float64Array, predictions: Float32Array): Scores {
  const scored = {target, predictions, classes: outputs(task)};
  const fit = Object.entries(metrics).filter(([, metric]) => metric.unfit(task) === undefined);
  return Object.fromEntries(fit.map(([name, metric]) => [name, metric.compute(scored)]));
}

/**
 * The metric that decides: the one asked for, else average precision for two classes, log-loss for more, and the root
 * mean squared error for numbers.
 * @throws UNKNOWN_NAME, METRIC_UNFIT
 */
export function decidingMetric(task: Task, name?: string): DecidingMetric {
  const chosen = name ?? defaultMetric(task);
  const metric = lookup(metrics, 'metric', chosen);
  const reason = metric.unfit(task);
  if (reason) {
    const fit = Object.keys(metrics).filter((other) => metrics[other]!.unfit(task) === undefined);
    const best = defaultMetric(task);
    throw new AdlError('METRIC_UNFIT', `The metric \`${chosen}\` does not fit here: ${reason}.`, {
      suggestions: [best, ...fit.filter((other) => other !== best)].map(
        (other) => `adl build --metric ${other}`,
      ),
    });
  }
  return {name: chosen, metric, criterion: criteria[task.kind]};
}

function defaultMetric(task: Task): string {
  if (task.kind === 'regression') return 'root-mean-squared-error';
  return task.labels.length === 2 ? 'average-precision' : 'log-loss';
}
