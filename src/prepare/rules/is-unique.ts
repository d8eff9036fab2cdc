import {aloneIn, valueGroups} from '../group-rule.js';
import {isOne, ratio} from '../plan.js';
import type {RuleType} from './rule.js';

export const isUnique: RuleType = {
  word: 'IsUnique',
  summary: 'Whether every value of a column occurs once; missing ones are left out.',
  parameters: ['column'],
  condition: 'none',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return {
      measures: valueGroups(check, column),
      metric: ({values, unique}) => ratio(unique!, values ?? 0, 'values'),
      judged: isOne(check.at),
      failing: ({values, unique}) => values! - unique!,
      fits: aloneIn([column], check),
      looksAround: true,
      anomaly: () => 'FEATURE_TYPE_LOW_UNIQUE',
    };
  },
  example: {
    table: {
      columns: {x: 'INTEGER', y: 'INTEGER'},
      rows: [
        [1, 1],
        [2, 2],
        [null, 2],
        [null, 3],
      ],
    },
    passes: 'IsUnique "x"',
    fails: 'IsUnique "y"',
    metric: 0.5,
    anomaly: 'FEATURE_TYPE_LOW_UNIQUE',
  },
};
