import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {fileFacts} from '../../src/data/file.js';
import {importFile} from '../../src/data/import.js';

const utf16 = Buffer.from('\ufeffa,b\nété,1\n', 'utf16le');

it.each<[string, string | Buffer, unknown[]]>([
  [
    'keeps None, NA and NULL as values',
    'a,b\nNone,NA\nNULL,nan\n',
    [
      {a: 'None', b: 'NA'},
      {a: 'NULL', b: 'nan'},
    ],
  ],
  [
    'takes the empty field for missing',
    'a,b\n,1\n"",2\n',
    [
      {a: null, b: '1'},
      {a: null, b: '2'},
    ],
  ],
  ['reads quotes, delimiters and lines in quotes', 'a,b\n"x, ""y""\nz",1\n', [{a: 'x, "y"\nz', b: '1'}]],
  ['reads semicolons', 'a;b\n1,5;2\n', [{a: '1,5', b: '2'}]],
  ['reads spaces', 'a b\n1 2\n', [{a: '1', b: '2'}]],
  ['reads one column with a space in its name', 'a b\n1\n', [{'a b': '1'}]],
  ['reads bars', 'a|b\n1|2\n', [{a: '1', b: '2'}]],
  ['reads one column', 'a\n1\n2\n', [{a: '1'}, {a: '2'}]],
  ['reads Windows line ends, and others in quotes', 'a,"b\n2"\r\n1,"x\ny"\r\n', [{a: '1', 'b\n2': 'x\ny'}]],
  ['reads old line ends', 'a,b\r1,2\r', [{a: '1', b: '2'}]],
  [
    'reads names with quotes and spaces',
    '"a ""b""", c ,"d,e"\n1,2,3\n',
    [{'a "b"': '1', c: '2', 'd,e': '3'}],
  ],
  ['names columns without a name', ',column0,\n1,2,3\n', [{column0_: '1', column0: '2', column2: '3'}]],
  ['reads a long header', `${'n'.repeat(70_000)},b\n1,2\n`, [{['n'.repeat(70_000)]: '1', b: '2'}]],
  ['reads Windows line ends', 'a,b\r\n1,2\r\n', [{a: '1', b: '2'}]],
  ['reads over the mark of UTF-8', '\ufeffa,b\n1,2\n', [{a: '1', b: '2'}]],
  ['reads UTF-16, little end first', utf16, [{a: 'été', b: '1'}]],
  ['reads UTF-16, big end first', Buffer.from(utf16).swap16(), [{a: 'été', b: '1'}]],
  ['reads UTF-16 without a mark, little end first', utf16.subarray(2), [{a: 'été', b: '1'}]],
  [
    'reads UTF-16 without a mark, big end first',
    Buffer.from(utf16).swap16().subarray(2),
    [{a: 'été', b: '1'}],
  ],
  ['keeps leading zeros and spaces', 'a,b\n007, x \n', [{a: '007', b: ' x '}]],
  [
    'takes a line that begins with # for a row',
    'a,b\n#1,2\n3,4\n',
    [
      {a: '#1', b: '2'},
      {a: '3', b: '4'},
    ],
  ],
])('%s', async (_name, content, expected) => {
  const scratch = mkdtempSync(join(tmpdir(), 'adl-'));
  const path = join(scratch, 't.csv');
  writeFileSync(path, content);
  const database = await openDatabase();
  await importFile(database, {path, scratch}, await fileFacts(path));
  expect(await database.rows('SELECT * EXCLUDE "adl:row" FROM "adl:imported"')).toEqual(expected);
  database.close();
});

const rows = 'a,b\n1,"x\ny"\n\n';

it.each<[string, string, RegExp, string]>([
  ['a row with too many values', `${rows}3,4,5\n`, /line 5 \(row 2\): expected 2 values.*got 3/, 'sed -n 5p'],
  ['a row with too few values', `${rows}3\n`, /line 5 \(row 2\): expected 2 values.*got 1/, 'sed -n 5p'],
  ['a quote that nothing closes', `${rows}3,"4\n5,6\n`, /line 5 \(row 2\):.*end of the file/, 'sed -n 5p'],
  ['what follows a quote', `${rows}3,"4"x\n`, /line 5 \(row 2\):.*closing quote, got `x`/, 'sed -n 5p'],
  ['a row too long', `${rows}3,${'é'.repeat(1_500_000)}\n`, /line 5 \(row 2\):.*got 3000002/, 'sed -n 5p'],
  ['another line end', `${rows}3,4\r\n5,6\n`, /line 5 \(row 2\):.*end in LF.*got CR LF/, 'perl -pe'],
  [
    'a line end too little',
    'a,b\r\n1,2\r\n3,4\n5,6\r\n',
    /line 3 \(row 2\):.*end in CR LF.*got LF/,
    'perl -pe',
  ],
  ['an old line end', `${rows}3,4\r5,6\n`, /line 5 \(row 2\):.*end in LF.*got CR\./, 'perl -pe'],
])('names the line and the row of %s', async (_name, content, message, command) => {
  for (const packed of [false, true]) {
    const scratch = mkdtempSync(join(tmpdir(), 'adl-'));
    const path = join(scratch, packed ? 't.csv.gz' : 't.csv');
    writeFileSync(path, packed ? gzipSync(content) : content);
    const database = await openDatabase();
    await expect(importFile(database, {path, scratch}, await fileFacts(path))).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringMatching(message),
      suggestions: [expect.stringContaining(packed ? `gzip -dc ${path} | ${command}` : command)],
    });
    database.close();
  }
});

it('mends line ends by what it suggests', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'adl-'));
  const path = join(scratch, 't.csv');
  writeFileSync(path, 'a,b\r\n1,2\n3,4\r5,6\r\n');
  const database = await openDatabase();
  const error = await importFile(database, {path, scratch}, await fileFacts(path)).catch((reason) => reason);
  execFileSync('sh', ['-c', error.suggestions[0]], {cwd: scratch});
  const mended = join(scratch, 'unix-t.csv');
  expect(readFileSync(mended, 'utf8')).toBe('a,b\n1,2\n3,4\n5,6\n');
  database.close();
});
