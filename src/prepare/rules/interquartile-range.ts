import {numberRule, overSquarable} from '../number-rule.js';
import {numberOr} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const interquartileRange: RuleType = {
  word: 'InterquartileRange',
  summary: 'The third quartile less the first one of the numbers in a column, interpolated.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    const quartile = (share: number) => `quantile_cont(CAST(${column.number} AS DOUBLE), ${share})`;
    const filter = filterOf(check);
    return {
      ...numberRule(check, column, quartile(0.25)),
      measures: {
        first: overSquarable(quartile(0.25), [column], filter),
        third: overSquarable(quartile(0.75), [column], filter),
      },
      metric: ({first, third}) =>
        numberOr(first === null ? null : third! - first!, `\`${column.name}\` has no numbers`),
    };
  },
  example: {
    table: {columns: {x: 'INTEGER'}, rows: [[1], [2], [3], [4], [5]]},
    passes: 'InterquartileRange "x" < 3',
    fails: 'InterquartileRange "x" > 3',
    metric: 2,
    anomaly: 'INT_TYPE_SMALL_INT',
  },
};
