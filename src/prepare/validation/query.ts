import {inline} from '../../base/inline.js';
import type {Database} from '../../data/database.js';
import type {Fault} from '../dqdl/fault.js';
import type {Parameter} from '../dqdl/syntax.js';

type Odd = (fault: Fault) => Error;

/**
 * A query of a rule, checked: it reads, and gives one column, or rows of `primary`.
 * @returns SQL that gives one number, or the `"adl:row"` of the rows
 * @throws RULE_INVALID through `odd`
 */
export async function checkedQuery(
  database: Database,
  statement: Parameter,
  form: 'number' | 'rows',
  odd: Odd,
): Promise<string> {
  const {value, at} = statement;
  const sql = withPrimary(value);
  const tree = await parse(database, sql);
  if (tree.error || tree.statements?.length !== 1)
    throw odd({
      at,
      says: `expected one SELECT, got something else: ${inline(tree.error_message ?? 'several', 200)}`,
    });
  const query = form === 'rows' ? await rowsOf(database, tree, statement, odd) : sql.replace(/;\s*$/, '');
  const columns = await bound(database, query, statement, odd);
  if (columns !== 1) throw odd({at, says: `expected a query that gives one column, got ${columns}`});
  return query;
}

/** `primary` is a word of SQL's own: unquoted it is no table. */
function withPrimary(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\bprimary\b/gi, (part) =>
    part.toLowerCase() === 'primary' ? '"primary"' : part,
  );
}

interface Tree {
  error: boolean;
  error_message?: string;
  statements?: {node: {type: string; select_list?: unknown[]}}[];
}

async function parse(database: Database, sql: string): Promise<Tree> {
  const [row] = await database.rows<{tree: string}>(
    'SELECT json_serialize_sql(CAST($1 AS VARCHAR)) AS tree',
    [sql],
  );
  return JSON.parse(row!.tree.replaceAll(/":-?(Infinity|NaN)(?=[,}])/g, '":null')) as Tree;
}

/** The row's number is asked for beside what the query asks for. */
async function rowsOf(database: Database, tree: Tree, {at}: Parameter, odd: Odd): Promise<string> {
  const {node} = tree.statements![0]!;
  if (node.type !== 'SELECT_NODE' || !node.select_list)
    throw odd({at, says: 'expected one SELECT from `primary`, got several that are joined'});
  const number = await parse(database, 'SELECT "adl:row" AS "adl:row"');
  node.select_list.push(number.statements![0]!.node.select_list![0]);
  const [row] = await database.rows<{sql: string}>('SELECT json_deserialize_sql(CAST($1 AS JSON)) AS sql', [
    JSON.stringify(tree),
  ]);
  return `SELECT "adl:row" FROM (${row!.sql.replace(/;\s*$/, '')})`;
}

async function bound(database: Database, query: string, {at}: Parameter, odd: Odd): Promise<number> {
  try {
    return (await database.rows(`DESCRIBE ${query}`)).length;
  } catch (error) {
    throw odd({at, says: `expected SQL over \`primary\`. ${reasonOf(error)}`, cause: error});
  }
}

/** What DuckDB says of a statement, on one line and without the statement. */
export function reasonOf(error: unknown): string {
  const [said] = (error as Error).message.split(/\n\s*\n?LINE \d+:/);
  return inline(
    said!
      .replaceAll(/"?adl:text:([^"]*)"?/g, '"$1"')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    300,
  );
}
