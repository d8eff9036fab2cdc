import type {Database} from './database.js';
import {reserved} from './import.js';

const mostDeep = 250;
const tooDeep = `It is nested more than ${mostDeep} deep.`;

interface Node {
  class?: string;
  function_name?: string;
  column_names?: string[];
}

/**
 * Why text is no SQL expression over one row that gives the same for the same row; undefined where it is one.
 * DuckDB's own parser says what is in it, before anything is run.
 */
export async function notOverRow(
  database: Database,
  expression: string,
  columns: ReadonlySet<string>,
): Promise<string | undefined> {
  const parsed = await parse(database, `(${expression}\n)`);
  if (/expression depth/i.test(parsed.error_message ?? '')) return tooDeep;
  if (parsed.error) return `${parsed.error_message}.`;
  const [node, ...others] = expressionsOf(parsed);
  // Without the parentheses as well: else it could close them and go on.
  const bare = await parse(database, `${expression}\n`);
  if (!node || others.length > 0 || bare.error || !isNothingElse(parsed, await parse(database, '(1\n)')))
    return 'It is more than an expression.';
  if (depthOf(node) > mostDeep) return tooDeep;
  const unsteady = await unsteadyFunctions(database);
  for (const part of partsOf(node)) {
    const reason = objection(part, unsteady, columns);
    if (reason) return reason;
  }
  return undefined;
}

interface Parsed {
  error: boolean;
  error_message?: string;
  statements?: {node: {select_list?: Node[]}}[];
}

async function parse(database: Database, expression: string): Promise<Parsed> {
  const [row] = await database.rows<{tree: string}>(
    'SELECT json_serialize_sql(CAST($1 AS VARCHAR)) AS tree',
    [`SELECT ${expression}`],
  );
  // A number beyond all others is written as JSON has no word for; nothing here depends on its value.
  return JSON.parse(row!.tree.replaceAll(/":-?(Infinity|NaN)(?=[,}])/g, '":null')) as Parsed;
}

function expressionsOf({statements}: Parsed): Node[] {
  return statements?.flatMap(({node}) => node.select_list ?? []) ?? [];
}

/** Whether two statements are the same but for the expressions that they select. */
function isNothingElse(one: Parsed, other: Parsed): boolean {
  const rest = ({statements}: Parsed) =>
    JSON.stringify(statements, (key, value) =>
      ['select_list', 'named_param_map', 'query_location'].includes(key) ? null : value,
    );
  return rest(one) === rest(other);
}

/** How many expressions lie within each other: what DuckDB does with them takes longer than in proportion. */
function depthOf(tree: unknown): number {
  if (tree === null || typeof tree !== 'object') return 0;
  const below = Object.values(tree).reduce((most: number, child) => Math.max(most, depthOf(child)), 0);
  return below + ('class' in tree ? 1 : 0);
}

/** A node of the tree and all below it. */
function* partsOf(tree: unknown): Generator<Node> {
  if (tree === null || typeof tree !== 'object') return;
  yield tree as Node;
  for (const child of Object.values(tree)) yield* partsOf(child);
}

function objection(
  {class: kind, function_name: name, column_names: names}: Node,
  unsteady: ReadonlySet<string>,
  columns: ReadonlySet<string>,
): string | undefined {
  if (kind === 'SUBQUERY') return 'It asks another table.';
  if (kind === 'WINDOW') return 'It looks at other rows.';
  if (kind === 'PARAMETER') return 'It has a parameter.';
  if (kind === 'FUNCTION' && name === 'unnest') return 'It makes more rows.';
  if (kind === 'FUNCTION' && unsteady.has(name!)) return `\`${name}\` does not give the same every time.`;
  const column = kind === 'COLUMN_REF' ? names!.at(-1)!.toLowerCase() : '';
  if (column.startsWith(reserved)) return `There is no column \`${column}\`.`;
  // DuckDB takes the name alone for the function where no column has it.
  const isFunction = !columns.has(column) && unsteady.has(column);
  return isFunction ? `\`${column}\` does not give the same every time.` : undefined;
}

async function unsteadyFunctions(database: Database): Promise<Set<string>> {
  const rows = await database.rows<{name: string}>(
    `SELECT DISTINCT function_name AS name FROM duckdb_functions()
     WHERE stability <> 'CONSISTENT' AND function_name <> 'error'`,
  );
  return new Set([
    ...rows.map(({name}) => name),
    'current_timestamp',
    'current_time',
    'localtime',
    'localtimestamp',
  ]);
}
