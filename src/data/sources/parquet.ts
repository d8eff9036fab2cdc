import {statSync} from 'node:fs';
import {basename} from 'node:path';
import type {Database} from '../database.js';
import {bytesOf} from '../file-bytes.js';
import {piped} from '../file-command.js';
import {fileLiteral} from '../identifier.js';
import {parquetFiles} from '../parquet-files.js';
import type {Source, SourceFile, Trouble} from './source.js';

export const parquet: Source = {
  summary: 'Apache Parquet.',
  extensions: ['parquet', 'pq'],
  isText: false,
  relation: async (_database, {path}) => parquetFiles([path]),
  names: (database, {path}) => topLevelNames(database, path),
  trouble,
  example: {sql: "SELECT * FROM (VALUES ('ann', 1), ('bo', 2)) AS t(name, count)"},
};

/** Its first and its last four bytes say that a file is Parquet. */
async function trouble(file: SourceFile, path: string): Promise<Trouble | undefined> {
  const {size} = statSync(file.path);
  const [first, last] = [bytesOf(file.path, 0, 4), bytesOf(file.path, Math.max(0, size - 4), 4)].map(
    (bytes) => bytes.toString('latin1'),
  );
  const name = basename(path);
  if (first !== 'PAR1')
    return {
      message: `Expected ${name} to be Parquet, which begins with PAR1, got ${JSON.stringify(first)}.`,
      suggestions: [piped(path, 'file')],
    };
  if (last === 'PAR1') return undefined;
  return {
    message: `Expected ${name} to end as Parquet does, but it was cut off after ${size} bytes.`,
    suggestions: [`Copy ${name} again from where it came.`],
  };
}

interface SchemaNode {
  name: string;
  num_children: number | null;
}

/** The file's schema is its tree, in depth-first order; the first node is the root. */
async function topLevelNames(database: Database, path: string): Promise<string[]> {
  const nodes = await database.rows<SchemaNode>(
    `SELECT name, num_children FROM parquet_schema(${fileLiteral(path)})`,
  );
  const names: string[] = [];
  for (let at = 1; at < nodes.length; at = afterSubtree(nodes, at)) names.push(nodes[at]!.name);
  return names;
}

function afterSubtree(nodes: readonly SchemaNode[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (nodes[at]!.num_children ?? 0); child += 1) next = afterSubtree(nodes, next);
  return next;
}
