import {isOne} from '../plan.js';
import type {RuleType} from './rule.js';

export const columnExists: RuleType = {
  word: 'ColumnExists',
  summary: 'Whether there is a column of a name.',
  parameters: ['text'],
  condition: 'none',
  unfiltered: true,
  plan: ({parameters, at}, {table}) => ({
    measures: {},
    metric: () => Number(table.columns.some(({name}) => name === parameters[0]!.value)),
    judged: isOne(at),
    anomaly: () => 'SCHEMA_MISSING_COLUMN',
  }),
  example: {
    table: {columns: {a: 'INTEGER'}, rows: [[1]]},
    passes: 'ColumnExists "a"',
    fails: 'ColumnExists "b"',
    metric: 0,
    anomaly: 'SCHEMA_MISSING_COLUMN',
  },
};
