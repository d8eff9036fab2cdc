import {basename} from 'node:path';
import {shellWord} from '../base/shell-word.js';
import type {Database} from './database.js';
import {findFault} from './delimited-fault.js';
import {type Header, readHeader} from './delimited-header.js';
import {piped, unpackedName} from './file-command.js';
import {fileLiteral, literal} from './identifier.js';
import type {SourceFile, Trouble} from './sources/source.js';

/** Every field is text; only the empty field is missing, so that `None` and `NA` stay values. */
const dialect = `hive_partitioning = false, skip = 0, quote = '"', escape = '"', comment = '', nullstr = ''`;

export async function delimitedRelation(
  _database: Database,
  {path}: SourceFile,
  delimiter?: string,
): Promise<string> {
  const header = readHeader(path, delimiter);
  return header ? asSaid(path, header) : guessed(path, 'header = true', delimiter);
}

export async function delimitedNames(
  database: Database,
  {path}: SourceFile,
  delimiter?: string,
): Promise<string[]> {
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

/**
 * Why a file could not be read, with the line and the row; undefined where it is as its header says.
 * @param path the file's own, where what is read is a copy
 */
export async function delimitedTrouble(
  file: SourceFile,
  path: string,
  delimiter?: string,
): Promise<Trouble | undefined> {
  const header = readHeader(file.path, delimiter);
  const fault = header && (await findFault(file.path, header));
  if (!fault) return undefined;
  const {line, row, says, isLineEnd} = fault;
  const name = basename(path);
  const program = isLineEnd ? "perl -pe 's/\\r\\n?/\\n/g'" : `sed -n ${line}p`;
  const command = piped(path, program);
  return {
    message: `${name}, line ${line}${row > 0 ? ` (row ${row})` : ''}: ${says}.`,
    suggestions: [isLineEnd ? `${command} > ${shellWord(`unix-${unpackedName(path)}`)}` : command],
  };
}
