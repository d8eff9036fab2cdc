import {aloneIn, valueGroups} from '../group-rule.js';
import {ratio} from '../plan.js';
import type {RuleType} from './rule.js';

export const uniqueness: RuleType = {
  word: 'Uniqueness',
  summary: 'The share of the values of a column that occur once; missing ones are left out.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return {
      measures: valueGroups(check, column),
      metric: ({values, unique}) => ratio(unique!, values ?? 0, 'values'),
      judged: check.condition!,
      failing: ({values, unique}) => values! - unique!,
      fits: aloneIn([column], check),
      looksAround: true,
      anomaly: ({side}) => (side === 'high' ? 'FEATURE_TYPE_HIGH_UNIQUE' : 'FEATURE_TYPE_LOW_UNIQUE'),
    };
  },
  example: {
    table: {columns: {x: 'VARCHAR'}, rows: [['a'], ['b'], ['b'], [null], ['c']]},
    passes: 'Uniqueness "x" >= 0.5',
    fails: 'Uniqueness "x" > 0.5',
    metric: 0.5,
    anomaly: 'FEATURE_TYPE_LOW_UNIQUE',
  },
};
