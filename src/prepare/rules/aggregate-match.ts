import type {Parameter} from '../dqdl/syntax.js';
import type {Measure} from '../measure.js';
import {ratio} from '../plan.js';
import type {Planning, RuleType} from './rule.js';

export const aggregateMatch: RuleType = {
  word: 'AggregateMatch',
  summary: 'One aggregate divided by another, of this table or of another one.',
  parameters: ['text', 'text'],
  condition: 'number',
  unfiltered: true,
  plan: (check, planning) => {
    const [one, other] = check.parameters.map((parameter) => aggregateOf(parameter, planning));
    return {
      measures: {one: one!, other: other!},
      metric: (measured) =>
        ratio(measured.one!, measured.other!, `rows, or \`${check.parameters[1]!.value}\` is 0`),
      judged: check.condition!,
    };
  },
  example: {
    table: {
      columns: {paid: 'DOUBLE', due: 'DOUBLE'},
      rows: [
        [1, 2],
        [2, 2],
      ],
    },
    references: {bills: {columns: {amount: 'INTEGER'}, rows: [[1], [2], [3]]}},
    passes: 'AggregateMatch "sum(paid)" "sum(bills.amount)" = 0.5',
    fails: 'AggregateMatch "sum(paid)" "sum(due)" > 0.9',
    metric: 0.75,
    anomaly: null,
  },
};

const functions = ['sum', 'avg', 'min', 'max', 'count'];

/** Such as `sum(amount)` or `avg(bills.amount)`. */
function aggregateOf(parameter: Parameter, planning: Planning): Measure {
  const [, name = '', inside = ''] = /^\s*(\w+)\s*\((.*)\)\s*$/s.exec(parameter.value) ?? [];
  if (!functions.includes(name.toLowerCase()))
    throw planning.fault({
      at: parameter.at,
      says: `expected an aggregate such as "sum(amount)", of ${functions.join(', ')}`,
    });
  const own = planning.table.columns.find((column) => column.name === inside.trim());
  const dot = inside.indexOf('.');
  if (own || dot < 0) {
    const {number} = own ?? planning.column({value: inside.trim(), at: parameter.at});
    return {over: 'rows', sql: `${name}(${number})`};
  }
  const table = planning.reference({value: inside.slice(0, dot).trim(), at: parameter.at});
  const {number} = planning.columnOf(table, {value: inside.slice(dot + 1).trim(), at: parameter.at});
  return {over: 'query', sql: `SELECT ${name}(${number}) FROM ${table.relation}`};
}
