import {valueGroups} from '../group-rule.js';
import {ratio} from '../plan.js';
import type {RuleType} from './rule.js';

export const uniqueValueRatio: RuleType = {
  word: 'UniqueValueRatio',
  summary: 'Of the different values of a column, the share that occurs once.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const {distinct, unique} = valueGroups(check, planning.column(check.parameters[0]!));
    return {
      measures: {distinct, unique},
      metric: (measured) => ratio(measured.unique!, measured.distinct!, 'values'),
      judged: check.condition!,
      anomaly: ({side}) => (side === 'high' ? 'FEATURE_TYPE_HIGH_UNIQUE' : 'FEATURE_TYPE_LOW_UNIQUE'),
    };
  },
  example: {
    table: {columns: {x: 'VARCHAR'}, rows: [['a'], ['b'], ['b'], [null]]},
    passes: 'UniqueValueRatio "x" >= 0.5',
    fails: 'UniqueValueRatio "x" > 0.5',
    metric: 0.5,
    anomaly: 'FEATURE_TYPE_LOW_UNIQUE',
  },
};
