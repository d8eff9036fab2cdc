import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import type {FeatureColumn, Task} from '../models/model.js';
import {objectives} from '../trees/objectives/registry.js';
import {type TreesOptions, treesOptions} from '../trees/options.js';
import {treeColumns} from './column-importance.js';

/** In which direction predictions may go as a column of numbers grows. */
export type Monotone = Readonly<Record<string, 'increasing' | 'decreasing'>>;

interface Facts {
  task: Task;
  columns: readonly FeatureColumn[];
  /** That are put out for a row. */
  values: number;
  monotone: Monotone | undefined;
}

/**
 * How trees are grown on some data.
 * @throws MANIFEST_INVALID for an objective that is not one of the task
 */
export function treeOptions(
  growing: Omit<TreesOptions, 'objective'> & {objective?: string},
  {task, columns, values, monotone = {}}: Facts,
): TreesOptions {
  const usual = task.kind === 'regression' ? 'squared-error' : values === 1 ? 'logistic' : 'softmax';
  const objective = growing.objective ?? usual;
  const entry = objectives[objective]!;
  if (entry.task !== task.kind)
    throw new AdlError(
      'MANIFEST_INVALID',
      `Expected an objective of classes, got \`${objective}\`: the target is no number.`,
      {suggestions: ['Take `objective` out of `build.search.space` in adl.yaml.']},
    );
  const named = Object.keys(entry.options.shape);
  const given = Object.entries(growing.objectiveOptions).filter(([name]) => named.includes(name));
  return treesOptions.parse({
    ...growing,
    objective,
    objectiveOptions: entry.options.parse(Object.fromEntries(given)),
    monotone: treeColumns(columns).map(
      ({column}) => ({increasing: 1, decreasing: -1, none: 0})[monotone[column] ?? 'none'],
    ),
  });
}

/**
 * Looks whether constraints can be kept to.
 * @throws MANIFEST_INVALID for a column that is not there, or is not one of numbers
 */
export function checkMonotone(monotone: Monotone, columns: readonly FeatureColumn[]): void {
  for (const name of Object.keys(monotone)) {
    const column = columns.find((each) => each.name === name);
    const names = columns.map((each) => each.name);
    const close = nearest(name, names);
    if (!column)
      throw new AdlError(
        'MANIFEST_INVALID',
        `\`build.monotone\` in adl.yaml: there is no input column \`${name}\`.`,
        {
          suggestions: [close ? `Did you mean \`${close}\`?` : `Use one of: ${names.join(', ')}.`],
        },
      );
    if (column.encoded.length !== 1 || column.encoded[0]!.encoding.kind !== 'numeric')
      throw new AdlError(
        'MANIFEST_INVALID',
        `\`build.monotone\` in adl.yaml: expected a column of numbers, got \`${name}\`, which is ${column.type}.`,
        {suggestions: [`Take \`${name}\` out of \`build.monotone\` in adl.yaml.`]},
      );
  }
}
