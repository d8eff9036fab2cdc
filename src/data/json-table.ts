import type {Database} from './database.js';
import {fileLiteral, identifier, literal} from './identifier.js';
import {tooDeepLine} from './json-depth.js';
import type {SourceFile} from './sources/source.js';

type Format = 'auto' | 'newline_delimited';

const limits = 'maximum_object_size = 67108864';

/** JSON's own types, and text for everything else: a date would otherwise not stay as it was written. */
const kept = /^(BOOLEAN|BIGINT|UBIGINT|HUGEINT|DOUBLE)$/;

export async function jsonRelation(database: Database, file: SourceFile, format: Format): Promise<string> {
  const columns = await described(database, file, format);
  const types = columns.map(
    ({column_name: name, column_type: type}) =>
      `${identifier(name)}: '${kept.test(type) ? type : 'VARCHAR'}'`,
  );
  return reader(file, format, `columns = {${types.join(', ')}}`);
}

/** From the objects themselves: the reader drops a key that it takes for another. @throws Error for deep nesting */
export async function jsonNames(database: Database, {path}: SourceFile, format: Format): Promise<string[]> {
  if ((await tooDeepLine(path, format === 'newline_delimited')) !== undefined)
    throw new Error('Its values are nested too deep.');
  const objects = `read_json_objects(${fileLiteral(path)}, format = ${literal(format)}, ${limits})`;
  const keys = await database.rows<{key: string}>(
    `SELECT DISTINCT unnest(json_keys(json)) AS key FROM ${objects} WHERE json_type(json) = 'OBJECT'`,
  );
  return keys.map(({key}) => key).sort();
}

interface Described {
  column_name: string;
  column_type: string;
}

/** The whole file is looked at: a field that appears late is a column too. */
function described(database: Database, file: SourceFile, format: Format): Promise<Described[]> {
  return database.rows<Described>(`DESCRIBE SELECT * FROM ${reader(file, format, 'sample_size = -1')}`);
}

function reader({path}: SourceFile, format: Format, more: string): string {
  const options = `hive_partitioning = false, format = ${literal(format)}, ${limits}, map_inference_threshold = -1`;
  return `read_json(${fileLiteral(path)}, ${options}, ${more})`;
}
