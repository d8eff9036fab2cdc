import {createReadStream, createWriteStream} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {Database} from './database.js';
import {beginning, type Header, readHeader} from './delimited-header.js';
import {fileLiteral, literal} from './identifier.js';
import type {SourceFile} from './sources/source.js';

/** Every field is text; only the empty field is missing, so that `None` and `NA` stay values. */
const dialect = `hive_partitioning = false, skip = 0, quote = '"', escape = '"', comment = '', nullstr = ''`;

export async function delimitedRelation(
  _database: Database,
  file: SourceFile,
  delimiter?: string,
): Promise<string> {
  const path = await asUtf8(file);
  const header = readHeader(path, delimiter);
  return header ? asSaid(path, header) : guessed(path, 'header = true', delimiter);
}

export async function delimitedNames(
  database: Database,
  file: SourceFile,
  delimiter?: string,
): Promise<string[]> {
  const path = await asUtf8(file);
  const header = readHeader(path, delimiter);
  if (header) return header.names;
  const table = guessed(path, 'header = false', delimiter);
  const [first] = await database.rows<Record<string, string | null>>(`SELECT * FROM ${table} LIMIT 1`);
  return Object.values(first ?? {}).map((name) => name ?? '');
}

/** With nothing left to guess, an error names the line that does not fit. */
function asSaid(path: string, {delimiter, names, lineEnd}: Header): string {
  const columns = columnNames(names).map((name) => `${literal(name)}: 'VARCHAR'`);
  const said = `delim = ${literal(delimiter)}, new_line = '${lineEnd}', columns = {${columns.join(', ')}}`;
  return `read_csv(${fileLiteral(path)}, ${dialect}, auto_detect = false, header = true, ${said})`;
}

/** A column without a name gets one that no other has. */
function columnNames(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name, at) => {
    if (name !== '') return name;
    let free = `column${at}`;
    while (taken.has(free)) free += '_';
    taken.add(free);
    return free;
  });
}

function guessed(path: string, header: string, delimiter: string | undefined): string {
  const delim = delimiter === undefined ? '' : `, delim = ${literal(delimiter)}`;
  return `read_csv(${fileLiteral(path)}, all_varchar = true, ${dialect}, ${header}${delim})`;
}

/** DuckDB reads UTF-8. A file that begins with the mark of UTF-16 is read from a copy. */
async function asUtf8({path, scratch}: SourceFile): Promise<string> {
  const encoding = utf16Mark(path);
  if (!encoding) return path;
  const copy = join(scratch, 'as-utf-8.txt');
  await pipeline(createReadStream(path), decoded(encoding), createWriteStream(copy));
  return copy;
}

function utf16Mark(path: string): string | undefined {
  const mark = beginning(path, 2);
  if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le';
  if (mark[0] === 0xfe && mark[1] === 0xff) return 'utf-16be';
  return undefined;
}

function decoded(encoding: string): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<string> {
  return async function* decode(chunks) {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of chunks) yield decoder.decode(chunk, {stream: true});
    yield decoder.decode();
  };
}
