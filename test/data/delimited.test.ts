import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
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
  await importFile(database, {path, scratch}, {digest: 'a', size: 1});
  expect(await database.rows('SELECT * EXCLUDE "adl:row" FROM "adl:imported"')).toEqual(expected);
  database.close();
});

it.each([
  ['the line with too many fields', 'a,b\n1,2\n3,4,5\n', /Line: 3.*Expected Number of Columns: 2 Found: 3/],
  ['the line with too few fields', 'a,b\n1,2\n3\n', /Line: 3.*Expected Number of Columns: 2 Found: 1/],
])('names %s', async (_name, content, message) => {
  const scratch = mkdtempSync(join(tmpdir(), 'adl-'));
  const path = join(scratch, 't.csv');
  writeFileSync(path, content);
  const database = await openDatabase();
  await expect(importFile(database, {path, scratch}, {digest: 'a', size: 1})).rejects.toMatchObject({
    code: 'SOURCE_INVALID',
    message: expect.stringMatching(message),
    suggestions: [],
  });
  database.close();
});
