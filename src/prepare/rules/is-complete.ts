import {rowRule} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const isComplete: RuleType = {
  word: 'IsComplete',
  summary: 'Whether every row has a value in a column.',
  parameters: ['column'],
  condition: 'none',
  plan: (check, planning) =>
    rowRule(check, {
      fits: `${planning.column(check.parameters[0]!).value} IS NOT NULL`,
      anomaly: ({value}) => (value === 0 ? 'FEATURE_TYPE_NOT_PRESENT' : 'FEATURE_TYPE_LOW_FRACTION_PRESENT'),
    }),
  example: {
    table: {
      columns: {x: 'VARCHAR', y: 'INTEGER'},
      rows: [
        ['a', 1],
        ['b', null],
        ['c', null],
        ['', 4],
      ],
    },
    passes: 'IsComplete "y" where "x in (\'a\', \'\')"',
    fails: 'IsComplete "y"',
    metric: 0.5,
    anomaly: 'FEATURE_TYPE_LOW_FRACTION_PRESENT',
  },
};
