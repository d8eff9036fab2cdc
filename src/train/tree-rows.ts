import {AdlError} from '../base/errors.js';
import type {FeatureColumn, Task} from '../models/model.js';
import type {TableShape} from '../trees/encoded-table.js';
import {objectives} from '../trees/objectives/registry.js';
import type {TreesOptions} from '../trees/options.js';

/** The encoded columns as trees see them. */
export function tableShape(columns: readonly FeatureColumn[]): TableShape {
  const encodings = columns.flatMap(({encoded}) => encoded.map(({encoding}) => encoding));
  return {
    numeric: encodings.filter(({kind}) => kind === 'numeric').length,
    sizes: encodings.flatMap((encoding) => (encoding.kind === 'code' ? [encoding.size] : [])),
  };
}

/** What trees are fitted to: a number's distance from the mean, in standard deviations, where their sum is the prediction. */
export function treeTarget(
  target: Float64Array,
  task: Task,
  {objective}: Pick<TreesOptions, 'objective'>,
): Float64Array {
  if (task.kind === 'classification' || objectives[objective]!.link !== 'identity') return target;
  return target.map((value) => (value - task.mean) / task.scale);
}

/** What a row counts: of classes that are balanced, rows / (classes × rows of its class). */
export function treeWeights(
  target: Float64Array,
  task: Task,
  {classWeight}: Pick<TreesOptions, 'classWeight'>,
): Float32Array | undefined {
  if (classWeight === 'none' || task.kind === 'regression') return undefined;
  const held = new Float64Array(task.labels.length);
  for (const label of target) held[label]! += 1;
  const classes = held.filter((count) => count > 0).length;
  return Float32Array.from(target, (label) => target.length / (classes * held[label]!));
}

/** @throws Error for a number below 0 */
export function expectCounts(target: Float64Array): void {
  const odd = target.find((value) => value < 0);
  if (odd !== undefined)
    throw new AdlError(
      'MANIFEST_INVALID',
      `the objective \`poisson\` takes a target from 0 up, and there is ${odd}`,
    );
}
