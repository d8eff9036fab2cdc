import {numberRule} from '../number-rule.js';
import type {RuleType} from './rule.js';

export const sum: RuleType = {
  word: 'Sum',
  summary: 'The sum of the numbers in a column.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return numberRule(check, column, `sum(${column.number})`);
  },
  example: {
    table: {columns: {x: 'DOUBLE'}, rows: [[1.5], [2.5], [null], [-1]]},
    passes: 'Sum "x" = 3',
    fails: 'Sum "x" < 3',
    metric: 3,
    anomaly: 'FLOAT_TYPE_BIG_FLOAT',
  },
};
