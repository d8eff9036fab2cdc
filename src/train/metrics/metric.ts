import type {Task} from '../../models/model.js';

export interface Scored {
  /** Class codes, or numbers: [rows]. */
  target: Float64Array;
  /** Probabilities [rows, classes] row-major, or predictions [rows]. */
  predictions: Float32Array;
  /** 1 for a regression. */
  classes: number;
}

/** How good predictions are, by scikit-learn's names and definitions, over all rows at once. */
export interface Metric {
  summary: string;
  direction: 'maximize' | 'minimize';
  /** Why it cannot be used for a task; undefined where it can. */
  unfit(task: Task): string | undefined;
  compute(scored: Scored): number;
  /** A case, and the value that scikit-learn gives for it. */
  example: {target: number[]; predictions: number[]; classes: number; value: number};
}

export function needsClasses(task: Task): string | undefined {
  return task.kind === 'classification' ? undefined : 'it needs classes, and the target is a number';
}

export function needsTwoClasses(task: Task): string | undefined {
  if (task.kind !== 'classification') return needsClasses(task);
  return task.labels.length === 2
    ? undefined
    : `it needs two classes, and the target has ${task.labels.length}`;
}

export function needsNumbers(task: Task): string | undefined {
  return task.kind === 'regression' ? undefined : 'it needs a target of numbers, and the target has classes';
}
