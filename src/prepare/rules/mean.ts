import {numberRule} from '../number-rule.js';
import type {RuleType} from './rule.js';

export const mean: RuleType = {
  word: 'Mean',
  summary: 'The mean of the numbers in a column.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return numberRule(check, column, `avg(${column.number})`);
  },
  example: {
    table: {columns: {x: 'INTEGER'}, rows: [[1], [2], [null], [6]]},
    passes: 'Mean "x" between 2.9 and 3.1',
    fails: 'Mean "x" > 3',
    metric: 3,
    anomaly: 'INT_TYPE_SMALL_INT',
  },
};
