import {overGroups} from '../measure.js';
import {numberOr} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const duplicateRowCount: RuleType = {
  word: 'DuplicateRowCount',
  summary: 'How many rows repeat another one, in all columns or in those that are named.',
  parameters: ['column?…'],
  condition: 'number',
  plan: (check, planning) => {
    const named = check.parameters.map((parameter) => planning.column(parameter));
    const columns = named.length > 0 ? named : planning.table.columns;
    const by = columns.map(({value}) => value);
    const filter = filterOf(check);
    const alone = `row_number() OVER (PARTITION BY ${by.join(', ')} ORDER BY "adl:row") = 1`;
    return {
      measures: {repeats: overGroups(by, 'sum("adl:n" - 1)', filter)},
      metric: ({repeats}) => numberOr(repeats ?? 0, 'there are no rows'),
      judged: check.condition!,
      ...(filter === undefined && {failing: ({repeats}) => repeats ?? 0, fits: alone}),
      looksAround: true,
    };
  },
  example: {
    table: {
      columns: {a: 'INTEGER', b: 'VARCHAR'},
      rows: [
        [1, 'x'],
        [1, 'x'],
        [1, 'x'],
        [2, null],
        [2, null],
        [3, 'x'],
      ],
    },
    passes: 'DuplicateRowCount <= 3',
    fails: 'DuplicateRowCount = 0',
    metric: 3,
    anomaly: null,
  },
};
