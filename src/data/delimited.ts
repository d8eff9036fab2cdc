import {closeSync, createReadStream, createWriteStream, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {Database} from './database.js';
import {fileLiteral, literal} from './identifier.js';
import type {SourceFile} from './sources/source.js';

/** Every field is text; only the empty field is missing, so that `None` and `NA` stay values. */
const dialect = `all_varchar = true, skip = 0, quote = '"', escape = '"', comment = '', nullstr = ''`;

export async function delimitedRelation(
  _database: Database,
  file: SourceFile,
  delimiter?: string,
): Promise<string> {
  return reader(await asUtf8(file), 'header = true', delimiter);
}

export async function delimitedNames(
  database: Database,
  file: SourceFile,
  delimiter?: string,
): Promise<string[]> {
  const table = reader(await asUtf8(file), 'header = false', delimiter);
  const [first] = await database.rows<Record<string, string | null>>(`SELECT * FROM ${table} LIMIT 1`);
  return Object.values(first ?? {}).map((name) => name ?? '');
}

function reader(path: string, header: string, given: string | undefined): string {
  const delimiter = given ?? delimiterOf(path);
  const delim = delimiter === undefined ? '' : `, delim = ${literal(delimiter)}`;
  return `read_csv(${fileLiteral(path)}, ${dialect}, ${header}${delim})`;
}

/**
 * The delimiter that the header has most of, or spaces where the next line has as many; left to DuckDB where it has none. DuckDB's own guess looks at all rows
 * and takes a ragged file for one of a single column.
 */
function delimiterOf(path: string): string | undefined {
  if (/\.(gz|zst)$/i.test(path)) return undefined;
  const text = beginning(path, 65_536).toString('utf8');
  const header = firstRecord(text);
  const counts = [',', ';', '\t', '|'].map((sign) => ({sign, count: countOutside(header, sign)}));
  const [most] = counts.sort((a, b) => b.count - a.count);
  if (most!.count > 0) return most!.sign;
  const spaces = countOutside(header, ' ');
  const next = firstRecord(text.slice(header.length).replace(/^\r?\n/, ''));
  return spaces > 0 && countOutside(next, ' ') === spaces ? ' ' : undefined;
}

function countOutside(record: string, sign: string): number {
  return record.replaceAll(/"[^"]*"/g, '').split(sign).length - 1;
}

/** Up to the first end of a line that is not in quotes. */
function firstRecord(text: string): string {
  return /^(?:"[^"]*"|[^"\r\n])*/.exec(text)![0];
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

function beginning(path: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  const count = readSync(file, bytes, 0, length, 0);
  closeSync(file);
  return bytes.subarray(0, count);
}

function decoded(encoding: string): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<string> {
  return async function* decode(chunks) {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of chunks) yield decoder.decode(chunk, {stream: true});
    yield decoder.decode();
  };
}
