import {inline} from '../../base/inline.js';
import {nearest} from '../../base/nearest.js';
import type {Database} from '../../data/database.js';
import {notOverRow} from '../../data/row-expression.js';
import {type Fault, type RulesText, ruleInvalid} from '../dqdl/fault.js';
import type {Check, Parameter} from '../dqdl/syntax.js';
import type {Plan} from '../plan.js';
import {ruleTypeOf, ruleWords} from '../rules/registry.js';
import type {Planning} from '../rules/rule.js';
import type {Table, TableColumn} from '../table.js';
import {checkForm} from './form.js';
import {checkedQuery, reasonOf} from './query.js';

/** What rules are planned over. */
export interface Grounds {
  database: Database;
  rules: RulesText;
  table: Table;
  /** Other tables by name. */
  references: Readonly<Record<string, Table>>;
  /** The present, in milliseconds since 1970. */
  now: number;
  /** What a metric was in earlier runs, the latest first. */
  past(metric: string): readonly number[];
}

/** What the rules of a text are planned with. */
export function planningOver({database, rules, table, references, now, past}: Grounds): Planning {
  const fault = (found: Fault) => ruleInvalid(rules, found);
  const planning: Planning = {
    ...{table, now, past, fault},
    column: (parameter) => columnIn(table, parameter, fault),
    columnOf: (other, parameter) => columnIn(other, parameter, fault),
    reference: (parameter) => referenceIn(references, parameter, fault),
    query: (statement, form) => checkedQuery(database, statement, form, fault),
    plan: async (check) => {
      if (!ruleWords.includes(check.type)) throw unknownWord(check, fault);
      await checkFilter(database, table, check, fault);
      return ruleTypeOf(check.type).plan(check, planning);
    },
  };
  return planning;
}

/** A rule with everything about it that can be said before it is measured. @throws RULE_INVALID */
export async function planOf(check: Check, planning: Planning): Promise<Plan> {
  checkForm(check, ruleTypeOf(check.type), planning.fault);
  return planning.plan(check);
}

type Odd = (fault: Fault) => Error;

function columnIn({columns}: Table, {value, at}: Parameter, fault: Odd): TableColumn {
  const found = columns.find(({name}) => name === value);
  if (found) return found;
  const names = columns.map(({name}) => name);
  const close = nearest(value, names);
  const listed = names.slice(0, 20).map((name) => inline(name));
  throw fault({
    at,
    says: `expected the name of a column, but there is none called \`${inline(value)}\``,
    suggestion: close ? `Did you mean \`${inline(close)}\`?` : `The columns are: ${listed.join(', ')}.`,
  });
}

function referenceIn(references: Readonly<Record<string, Table>>, {value, at}: Parameter, fault: Odd): Table {
  if (Object.hasOwn(references, value)) return references[value]!;
  const close = nearest(value, Object.keys(references));
  throw fault({
    at,
    says: `expected the name of another table, but there is none called \`${inline(value)}\``,
    suggestion: close
      ? `Did you mean \`${close}\`?`
      : `Add \`references: {${value || 'NAME'}: {uri: FILE}}\` under \`source\` in adl.yaml.`,
  });
}

function unknownWord({type, at}: Check, fault: Odd): Error {
  const close = nearest(type, ruleWords);
  return fault({
    at,
    says: `expected a rule type, got \`${inline(type)}\``,
    suggestion: close ? `Did you mean \`${close}\`?` : `Use one of: ${ruleWords.join(', ')}.`,
  });
}

async function checkFilter(database: Database, table: Table, {where}: Check, fault: Odd): Promise<void> {
  if (!where) return;
  const names = new Set(table.columns.map(({name}) => name.toLowerCase()));
  const reason = isClosedEarly(where.value)
    ? 'In it one bracket is closed before it is opened.'
    : await notOverRow(database, where.value, names);
  if (reason) throw fault({at: where.at, says: `expected SQL over a row. ${reason}`});
  try {
    await database.rows(`DESCRIBE SELECT CAST((${where.value}\n) AS BOOLEAN) FROM ${table.relation}`);
  } catch (error) {
    throw fault({at: where.at, says: `expected SQL over a row. ${reasonOf(error)}`, cause: error});
  }
}

/** It stands between brackets, and may not end them. */
function isClosedEarly(sql: string): boolean {
  let depth = 0;
  for (const [part] of sql.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[()]/g)) {
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
    if (depth < 0) return true;
  }
  return false;
}
