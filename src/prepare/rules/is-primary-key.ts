import {aloneIn} from '../group-rule.js';
import {overGroups} from '../measure.js';
import {isOne, ratio} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const isPrimaryKey: RuleType = {
  word: 'IsPrimaryKey',
  summary:
    'Whether columns together identify every row: none is missing, and no two rows agree in all of them.',
  parameters: ['column…'],
  condition: 'none',
  plan: (check, planning) => {
    const columns = check.parameters.map((parameter) => planning.column(parameter));
    const by = columns.map(({value}) => value);
    const filter = filterOf(check);
    const complete = by.map((_, at) => `"adl:k${at}" IS NOT NULL`).join(' AND ');
    const present = by.map((value) => `${value} IS NOT NULL`).join(' AND ');
    return {
      measures: {
        rows: overGroups(by, 'sum("adl:n")', filter),
        identified: overGroups(by, `count_if("adl:n" = 1 AND ${complete})`, filter),
      },
      metric: ({rows, identified}) => ratio(identified!, rows ?? 0, 'rows'),
      judged: isOne(check.at),
      failing: ({rows, identified}) => rows! - identified!,
      fits: `(${filter ? `${filter} IS NOT TRUE OR ` : ''}(${present})) AND ${aloneIn(columns, check)}`,
      looksAround: true,
      anomaly: () => 'FEATURE_TYPE_LOW_UNIQUE',
    };
  },
  example: {
    table: {
      columns: {a: 'INTEGER', b: 'VARCHAR'},
      rows: [
        [1, 'x'],
        [1, 'y'],
        [2, 'x'],
        [3, 'x'],
      ],
    },
    passes: 'IsPrimaryKey "a" "b"',
    fails: 'IsPrimaryKey "a"',
    metric: 0.5,
    anomaly: 'FEATURE_TYPE_LOW_UNIQUE',
  },
};
