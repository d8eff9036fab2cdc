import type {Task} from '../models/model.js';

/**
 * What a model has to beat: for classes, every row gets the shares of the classes in the training rows, so that the
 * most common one is predicted; for numbers, the training mean.
 */
export function baselinePredictions(task: Task, trainingTarget: Float64Array, rows: number): Float32Array {
  if (task.kind === 'regression') return new Float32Array(rows).fill(task.mean);
  const shares = new Float32Array(task.labels.length);
  for (const code of trainingTarget) shares[code]! += 1 / trainingTarget.length;
  return Float32Array.from({length: rows * shares.length}, (_, i) => shares[i % shares.length]!);
}
