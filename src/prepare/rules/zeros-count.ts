import {countRows} from '../measure.js';
import {numberOr} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const zerosCount: RuleType = {
  word: 'ZerosCount',
  summary: 'How many values of a column are zero.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return {
      measures: {zeros: countRows(filterOf(check), `${column.number} = 0`)},
      metric: ({zeros}) => numberOr(zeros, 'there are no rows'),
      judged: check.condition!,
    };
  },
  example: {
    table: {columns: {x: 'DOUBLE'}, rows: [[0], [1], [null], [-0], [3]]},
    passes: 'ZerosCount "x" = 2',
    fails: 'ZerosCount "x" < 2',
    metric: 2,
    anomaly: null,
  },
};
