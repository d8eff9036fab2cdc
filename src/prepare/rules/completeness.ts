import {countRows} from '../measure.js';
import {ratio} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const completeness: RuleType = {
  word: 'Completeness',
  summary: 'The share of rows that have a value in a column.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    const filter = filterOf(check);
    return {
      measures: {rows: countRows(filter), present: countRows(filter, `${column.value} IS NOT NULL`)},
      metric: ({rows, present}) => ratio(present!, rows!, 'rows'),
      judged: check.condition!,
      failing: ({rows, present}) => rows! - present!,
      fits: filter ? `${filter} IS NOT TRUE OR ${column.value} IS NOT NULL` : `${column.value} IS NOT NULL`,
      anomaly: ({value}) => (value === 0 ? 'FEATURE_TYPE_NOT_PRESENT' : 'FEATURE_TYPE_LOW_FRACTION_PRESENT'),
    };
  },
  example: {
    table: {columns: {x: 'VARCHAR'}, rows: [['a'], ['b'], [null], ['']]},
    passes: 'Completeness "x" > 0.7',
    fails: 'Completeness "x" = 1.0',
    metric: 0.75,
    anomaly: 'FEATURE_TYPE_LOW_FRACTION_PRESENT',
  },
};
