import {bytesOf} from './file-bytes.js';

/** What the first record of a delimited file tells. */
export interface Header {
  delimiter: string;
  /** As DuckDB reads them, without the spaces around; '' where there is none. */
  names: string[];
  /** What ends a line, as an option of DuckDB's reader. */
  lineEnd: string;
}

const most = 16 * 1024 * 1024;

/**
 * The header of a file in UTF-8; undefined where it cannot be told from the first record alone: in a compressed file,
 * in one of a single column.
 */
export function readHeader(path: string, given?: string): Header | undefined {
  if (/\.zst$/i.test(path)) return undefined;
  for (let length = 65_536; length <= most; length *= 8) {
    const bytes = bytesOf(path, 0, length);
    const header = headerOf(bytes.toString('utf8'), bytes.length < length, given);
    if (header !== 'longer') return header;
  }
  return undefined;
}

function headerOf(marked: string, isWhole: boolean, given?: string): Header | 'longer' | undefined {
  const text = marked.replace(/^\ufeff/, '');
  const record = firstRecord(text);
  const rest = text.slice(record.length);
  if (rest.length < 2 && !isWhole) return 'longer';
  const [lineEnd] = /^(\r\n|\n|\r|$)/.exec(rest) ?? [];
  // What ends in the middle of a line is a quote that nothing closes.
  if (lineEnd === undefined) return undefined;
  const delimiter = given ?? delimiterOf(record, rest.slice(lineEnd.length));
  if (delimiter === undefined) return undefined;
  return {delimiter, names: fields(record, delimiter), lineEnd: JSON.stringify(lineEnd || '\n').slice(1, -1)};
}

/**
 * The delimiter that the header has most of, or spaces where the next line has as many. DuckDB's own guess looks at all
 * rows and takes a ragged file for one of a single column.
 */
function delimiterOf(header: string, after: string): string | undefined {
  const counts = [',', ';', '\t', '|'].map((sign) => ({sign, count: countOutside(header, sign)}));
  const [best] = counts.sort((a, b) => b.count - a.count);
  if (best!.count > 0) return best!.sign;
  const spaces = countOutside(header, ' ');
  return spaces > 0 && countOutside(firstRecord(after), ' ') === spaces ? ' ' : undefined;
}

function countOutside(record: string, sign: string): number {
  return record.replaceAll(/"[^"]*"/g, '').split(sign).length - 1;
}

/** Up to the first end of a line that is not in quotes. */
function firstRecord(text: string): string {
  return /^(?:"[^"]*"|[^"\r\n])*/.exec(text)![0];
}

function fields(record: string, delimiter: string): string[] {
  const [first, ...others] = record.split(/("[^"]*")/).flatMap((piece, at) => {
    if (at % 2 === 1) return [piece];
    return piece.split(delimiter).flatMap((part, index) => (index === 0 ? [part] : [undefined, part]));
  });
  const names = [first ?? ''];
  for (const piece of others)
    if (piece === undefined) names.push('');
    else names[names.length - 1] += piece;
  return names.map(unquoted);
}

function unquoted(field: string): string {
  const [, quoted] = /^\s*"(.*)"\s*$/s.exec(field) ?? [];
  return (quoted === undefined ? field : quoted.replaceAll('""', '"')).trim();
}
