import {countRows} from '../measure.js';
import {numberOr} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const rowCount: RuleType = {
  word: 'RowCount',
  summary: 'How many rows there are.',
  parameters: [],
  condition: 'number',
  plan: (check) => ({
    measures: {rows: countRows(filterOf(check))},
    metric: ({rows}) => numberOr(rows, 'there are no rows'),
    judged: check.condition!,
    anomaly: ({side}) => (side === 'high' ? 'DATASET_HIGH_NUM_EXAMPLES' : 'DATASET_LOW_NUM_EXAMPLES'),
  }),
  example: {
    table: {columns: {id: 'INTEGER'}, rows: [[1], [2], [3]]},
    passes: 'RowCount between 2 and 4',
    fails: 'RowCount >= 4',
    metric: 3,
    anomaly: 'DATASET_LOW_NUM_EXAMPLES',
  },
};
