import {valueGroups} from '../group-rule.js';
import {numberOr} from '../plan.js';
import type {RuleType} from './rule.js';

export const distinctValuesCount: RuleType = {
  word: 'DistinctValuesCount',
  summary: 'How many different values a column has; a missing one is none.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => ({
    measures: {distinct: valueGroups(check, planning.column(check.parameters[0]!)).distinct},
    metric: ({distinct}) => numberOr(distinct, 'there are no rows'),
    judged: check.condition!,
    anomaly: ({side}) => (side === 'high' ? 'FEATURE_TYPE_HIGH_UNIQUE' : 'FEATURE_TYPE_LOW_UNIQUE'),
  }),
  example: {
    table: {columns: {x: 'VARCHAR'}, rows: [['a'], ['b'], ['b'], [null]]},
    passes: 'DistinctValuesCount "x" in [2, 3]',
    fails: 'DistinctValuesCount "x" < 2',
    metric: 2,
    anomaly: 'FEATURE_TYPE_HIGH_UNIQUE',
  },
};
