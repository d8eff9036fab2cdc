import type {Check, Parameter} from '../dqdl/syntax.js';
import {countRows, type Measure} from '../measure.js';
import {type Plan, ratio} from '../plan.js';
import {filterOf} from '../row-rule.js';
import {keyOf} from '../shared-key.js';
import type {Planning, RuleType} from './rule.js';

export const referentialIntegrity: RuleType = {
  word: 'ReferentialIntegrity',
  summary: 'The share of rows whose values in some columns occur together in those of another table.',
  parameters: ['text', 'text'],
  condition: 'number',
  plan: (check, planning) => {
    const fits = occurs(check, planning);
    const filter = filterOf(check);
    const among = `${filter ? ` WHERE ${filter}` : ''}`;
    const held: Measure = {
      over: 'query',
      sql: `SELECT count_if(${fits}) FROM ${planning.table.relation}${among}`,
    };
    return {
      measures: {rows: countRows(filter), held},
      metric: (measured) => ratio(measured.held!, measured.rows!, 'rows'),
      judged: check.condition!,
      failing: (measured) => measured.rows! - measured.held!,
      fits: filter ? `${filter} IS NOT TRUE OR (${fits})` : fits,
      looksAround: true,
      anomaly: () => 'ENUM_TYPE_UNEXPECTED_STRING_VALUES',
    } satisfies Plan;
  },
  example: {
    table: {columns: {airport: 'VARCHAR'}, rows: [['LAX'], ['SFO'], ['XXX'], [null]]},
    references: {airports: {columns: {code: 'VARCHAR'}, rows: [['LAX'], ['SFO'], ['JFK']]}},
    passes: 'ReferentialIntegrity "airport" "airports.code" >= 0.5',
    fails: 'ReferentialIntegrity "airport" "airports.{code}" = 1',
    metric: 0.5,
    anomaly: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES',
  },
};

/** SQL that is true of a row whose key is one of the other table's. */
function occurs({parameters: [own, other]}: Check, planning: Planning): string {
  const [, alias = '', names = ''] = /^([^.]+)\.\{?([^}]*)\}?$/.exec(other!.value) ?? [];
  if (names === '')
    throw planning.fault({
      at: other!.at,
      says: 'expected "table.column" or "table.{column,column}" of another table',
    });
  const reference = planning.reference({value: alias, at: other!.at});
  const columns = listed(own!).map((name) => planning.column(name));
  const others = listed({value: names, at: other!.at}).map((name) => planning.columnOf(reference, name));
  if (columns.length !== others.length)
    throw planning.fault({
      at: other!.at,
      says: `expected ${columns.length} columns of \`${alias}\`, got ${others.length}`,
    });
  const pairs = columns.map((column, at) => keyOf(column, others[at]!));
  const [left, right] = [pairs.map(([one]) => one).join(', '), pairs.map(([, one]) => one).join(', ')];
  return `(${left}) IN (SELECT ${right} FROM ${reference.relation} AS "adl:other" WHERE (${right}) IS NOT NULL)`;
}

function listed({value, at}: Parameter): Parameter[] {
  return value.split(',').map((name) => ({value: name.trim(), at}));
}
