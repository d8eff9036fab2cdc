import {countRows} from '../measure.js';
import {isOne, numberOr, type Plan, ratio} from '../plan.js';
import type {RuleType} from './rule.js';

export const customSql: RuleType = {
  word: 'CustomSql',
  summary:
    'A query over `primary` that gives a number; or, with no condition, one that gives the rows of it that are right.',
  parameters: ['text'],
  condition: 'number?',
  threshold: true,
  unfiltered: true,
  plan: async (check, planning): Promise<Plan> => {
    const statement = check.parameters[0]!;
    if (check.condition && check.threshold)
      throw planning.fault({at: check.threshold.at, says: 'expected a condition or a threshold, got both'});
    if (check.condition)
      return {
        measures: {value: {over: 'query', sql: await planning.query(statement, 'number')}},
        metric: ({value}) => numberOr(value, 'the query gives no number'),
        judged: check.condition,
      };
    const fits = `"adl:row" IN (${await planning.query(statement, 'rows')})`;
    return {
      measures: {
        rows: countRows(),
        fitting: {over: 'query', sql: `SELECT count_if(${fits}) FROM ${planning.table.relation}`},
      },
      metric: ({rows, fitting}) => ratio(fitting!, rows!, 'rows'),
      judged: check.threshold ?? isOne(check.at),
      failing: ({rows, fitting}) => rows! - fitting!,
      fits,
      looksAround: true,
    };
  },
  example: {
    table: {columns: {age: 'INTEGER'}, rows: [[10], [20], [30], [null]]},
    passes: 'CustomSql "select max(age) from primary" = 30',
    fails: 'CustomSql "select age from primary where age >= 20"',
    metric: 0.5,
    anomaly: null,
  },
};
