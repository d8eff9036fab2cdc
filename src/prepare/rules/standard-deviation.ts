import {numberRule, overSquarable} from '../number-rule.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const standardDeviation: RuleType = {
  word: 'StandardDeviation',
  summary: 'The standard deviation of the numbers in a column, in its population form.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    const aggregate = `stddev_pop(${column.number})`;
    return numberRule(check, column, aggregate, overSquarable(aggregate, [column], filterOf(check)));
  },
  example: {
    table: {columns: {x: 'INTEGER'}, rows: [[2], [4], [4], [4], [5], [5], [7], [9]]},
    passes: 'StandardDeviation "x" <= 2',
    fails: 'StandardDeviation "x" > 2',
    metric: 2,
    anomaly: 'INT_TYPE_SMALL_INT',
  },
};
