import type {Database} from '../database.js';
import {fileLiteral} from '../identifier.js';
import {parquetFiles} from '../parquet-files.js';
import type {Source} from './source.js';

export const parquet: Source = {
  summary: 'Apache Parquet.',
  extensions: ['parquet', 'pq'],
  relation: async (_database, {path}) => parquetFiles([path]),
  names: (database, {path}) => topLevelNames(database, path),
  example: {sql: "SELECT * FROM (VALUES ('ann', 1), ('bo', 2)) AS t(name, count)"},
};

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
