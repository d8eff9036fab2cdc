import {isOne, ratio} from '../plan.js';
import type {RuleType} from './rule.js';

export const columnNamesMatchPattern: RuleType = {
  word: 'ColumnNamesMatchPattern',
  summary: 'Whether the name of every column matches a regular expression as a whole.',
  parameters: ['text'],
  condition: 'none',
  unfiltered: true,
  plan: ({parameters, at}, {table, fault}) => {
    const pattern = compiled(parameters[0]!.value, (says) => fault({at: parameters[0]!.at, says}));
    const fitting = table.columns.filter(({name}) => pattern.test(name)).length;
    return {
      measures: {},
      metric: () => ratio(fitting, table.columns.length, 'columns'),
      judged: isOne(at),
      anomaly: () => 'SCHEMA_NEW_COLUMN',
    };
  },
  example: {
    table: {columns: {aws_a: 'INTEGER', aws_b: 'INTEGER'}, rows: [[1, 2]]},
    passes: 'ColumnNamesMatchPattern "aws_.*"',
    fails: 'ColumnNamesMatchPattern "aws_[b-z]"',
    metric: 0.5,
    anomaly: 'SCHEMA_NEW_COLUMN',
  },
};

function compiled(pattern: string, odd: (says: string) => Error): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    throw odd('expected a regular expression, got something else');
  }
}
