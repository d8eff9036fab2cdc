import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {type Answer, type Database, openDatabase} from '../data/database.js';
import {identifier, literal} from '../data/identifier.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun, runIds} from '../project/runs.js';
import type {Host} from './event.js';
import {readRun} from './run-record.js';
import {runTables, type Table} from './run-tables.js';

export type QueryResult = Answer;

export interface QueryOptions {
  sql: string;
  /** Of all runs if left out. */
  run?: string | undefined;
}

/**
 * Answers a query over the tables `runs`, `trials` and `epochs`, made from the journals in memory: it can read nothing
 * else and change nothing.
 * @throws MANIFEST_MISSING, RUN_MISSING, QUERY_INVALID
 */
export async function queryRuns(host: Host, {sql, run}: QueryOptions): Promise<QueryResult> {
  const paths = projectPaths(findProject(host.cwd));
  const {id} = findRun(paths, run);
  const ids = run === undefined ? runIds(paths) : [id];
  const tables = runTables(
    ids.map((each) => {
      const {journal} = paths.run(each);
      return {record: readRun(each, journal), journal};
    }),
  );
  const database = await openDatabase();
  const stop = () => database.interrupt();
  host.signal?.addEventListener('abort', stop);
  try {
    for (const table of tables)
      await load(database, isMentioned(table, sql) ? table : {...table, rows: [], select: []});
    await database.seal();
    return await database.query(sql).catch((error: Error) => {
      throw host.signal?.aborted || error instanceof AdlError ? error : misread(sql, error, tables);
    });
  } finally {
    host.signal?.removeEventListener('abort', stop);
    database.close();
  }
}

/** Rows are handed over as JSON, some at a time: as one text they would be held several times over. */
const rowsAtOnce = 2_000;

/** A table that a query does not speak of is left empty. */
function isMentioned({name}: Table, sql: string): boolean {
  return sql.toLowerCase().includes(name);
}

async function load(database: Database, {name, columns, rows, select = []}: Table): Promise<void> {
  const list = Object.entries(columns).map(([column, type]) => `${identifier(column)} ${type}`);
  await database.run(`CREATE TABLE ${name} (${list.join(', ')})`);
  const structure = literal(JSON.stringify([columns]));
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const part = JSON.stringify(rows.slice(from, from + rowsAtOnce));
    await database.run(
      `INSERT INTO ${name} BY NAME SELECT unnest(from_json($1::JSON, ${structure}), recursive := true)`,
      [part],
    );
  }
  for (const query of select) await database.run(`INSERT INTO ${name} BY NAME ${query}`);
}

function misread(sql: string, error: Error, tables: readonly Table[]): AdlError {
  const names = tables.map(({name}) => `\`${name}\``).join(', ');
  const lines = error.message
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^LINE \d|^\s*\^/.test(line));
  const said = sql.trim() === '' ? '' : ` DuckDB says: ${inline(lines.join(' '), 400)}`;
  return new AdlError(
    'QUERY_INVALID',
    `Expected a query in SQL over the tables ${names}, got ${inline(sql.trim()) || 'nothing'}.${said}`,
    {
      suggestions: [
        'adl build show --sql "describe trials"',
        'adl build show --sql "select run, trial, family, score from trials limit 10"',
      ],
      cause: error,
    },
  );
}
