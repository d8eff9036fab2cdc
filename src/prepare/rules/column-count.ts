import type {RuleType} from './rule.js';

export const columnCount: RuleType = {
  word: 'ColumnCount',
  summary: 'How many columns there are.',
  parameters: [],
  condition: 'number',
  unfiltered: true,
  plan: (check, {table}) => ({
    measures: {},
    metric: () => table.columns.length,
    judged: check.condition!,
    anomaly: ({side}) => (side === 'high' ? 'SCHEMA_NEW_COLUMN' : 'SCHEMA_MISSING_COLUMN'),
  }),
  example: {
    table: {columns: {a: 'INTEGER', b: 'VARCHAR'}, rows: [[1, 'x']]},
    passes: 'ColumnCount = 2',
    fails: 'ColumnCount < 2',
    metric: 2,
    anomaly: 'SCHEMA_NEW_COLUMN',
  },
};
