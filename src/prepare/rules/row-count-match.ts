import {countRows} from '../measure.js';
import {ratio} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const rowCountMatch: RuleType = {
  word: 'RowCountMatch',
  summary: 'How many rows there are for each row of another table.',
  parameters: ['reference'],
  condition: 'number',
  plan: (check, planning) => ({
    measures: {
      rows: countRows(filterOf(check)),
      others: {
        over: 'query',
        sql: `SELECT count(*) FROM ${planning.reference(check.parameters[0]!).relation}`,
      },
    },
    metric: ({rows, others}) => ratio(rows!, others!, `rows in \`${check.parameters[0]!.value}\``),
    judged: check.condition!,
    anomaly: ({side}) => (side === 'high' ? 'COMPARATOR_HIGH_NUM_EXAMPLES' : 'COMPARATOR_LOW_NUM_EXAMPLES'),
  }),
  example: {
    table: {columns: {a: 'INTEGER'}, rows: [[1], [2], [3]]},
    references: {other: {columns: {a: 'INTEGER'}, rows: [[1], [2], [3], [4]]}},
    passes: 'RowCountMatch "other" between 0.7 and 1.1',
    fails: 'RowCountMatch "other" >= 1',
    metric: 0.75,
    anomaly: 'COMPARATOR_LOW_NUM_EXAMPLES',
  },
};
