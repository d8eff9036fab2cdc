import {numberRule, squarable} from '../number-rule.js';
import type {RuleType} from './rule.js';

export const standardDeviation: RuleType = {
  word: 'StandardDeviation',
  summary: 'The standard deviation of the numbers in a column, in its population form.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return numberRule(check, column, `stddev_pop(${squarable(column)})`);
  },
  example: {
    table: {columns: {x: 'INTEGER'}, rows: [[2], [4], [4], [4], [5], [5], [7], [9]]},
    passes: 'StandardDeviation "x" <= 2',
    fails: 'StandardDeviation "x" > 2',
    metric: 2,
    anomaly: 'INT_TYPE_SMALL_INT',
  },
};
