import type {Database} from './database.js';
import {fileLiteral, identifier, literal} from './identifier.js';
import type {SourceFile} from './sources/source.js';

type Format = 'auto' | 'newline_delimited';

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

export async function jsonNames(database: Database, file: SourceFile, format: Format): Promise<string[]> {
  return (await described(database, file, format)).map(({column_name: name}) => name);
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
  const limits = 'maximum_object_size = 67108864, map_inference_threshold = -1';
  return `read_json(${fileLiteral(path)}, format = ${literal(format)}, ${limits}, ${more})`;
}
