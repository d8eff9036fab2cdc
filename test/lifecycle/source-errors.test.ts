import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {AdlError} from '../../src/base/errors.js';
import {folderWith, runSource, tableText} from '../helpers/source.js';

describe('source says what is wrong', () => {
  it.each<[string, {files?: Record<string, string>; file?: string; target?: string}, string, RegExp]>([
    ['a missing file, the nearest name', {file: 'tabel.csv', target: 'big'}, 'FILE_MISSING', /`table.csv`/],
    ['a folder', {file: 'folder', target: 'big'}, 'SOURCE_INVALID', /a folder/],
    [
      'an unknown extension',
      {files: {'t.xls': 'x'}, file: 't.xls', target: 'big'},
      'SOURCE_INVALID',
      /\.csv.*t\.xls/,
    ],
    ['an empty file', {files: {'t.csv': ''}, file: 't.csv', target: 'big'}, 'SOURCE_INVALID', /is empty/],
    [
      'a header alone',
      {files: {'t.csv': 'a,b\n'}, file: 't.csv', target: 'b'},
      'SOURCE_INVALID',
      /nothing under it/,
    ],
    ['no manifest', {}, 'MANIFEST_MISSING', /adl source FILE --target/],
    ['no target', {file: 'table.csv'}, 'FLAG_INVALID', /adl source table.csv --target/],
    ['a missing target, the nearest column', {file: 'table.csv', target: 'bigg'}, 'TARGET_MISSING', /`big`/],
    [
      'names that differ in case alone',
      {files: {'t.csv': 'Ab,aB,c\n1,2,3\n'}, file: 't.csv', target: 'c'},
      'SOURCE_INVALID',
      /`Ab` and `aB`/,
    ],
    [
      'equal names in JSON',
      {files: {'t.json': '[{"Ab":1,"aB":2,"c":3}]'}, file: 't.json', target: 'c'},
      'SOURCE_INVALID',
      /`Ab` and `aB`/,
    ],
    [
      'a target with one value',
      {files: {'t.csv': 'a,b\n1,x\n2,x\n'}, file: 't.csv', target: 'b'},
      'TARGET_INVALID',
      /the same/,
    ],
    [
      'a target with no value',
      {files: {'t.csv': 'a,b\n1,\n2,\n'}, file: 't.csv', target: 'b'},
      'TARGET_INVALID',
      /no value/,
    ],
    [
      'a name that is no text',
      {files: {'t.csv': 'a\0b,c\n1,2\n'}, file: 't.csv', target: 'c'},
      'SOURCE_INVALID',
      /a\\u0000b/,
    ],
    [
      'a label that is no text',
      {files: {'t.csv': `a,c\n${'1,u\0k\n2,v\n'.repeat(20)}`}, file: 't.csv', target: 'c'},
      'TARGET_INVALID',
      /u\\u0000k/,
    ],
    [
      'a target too large for a model',
      {files: {'t.ndjson': targets((i) => `${i}e300`)}, file: 't.ndjson', target: 'y'},
      'TARGET_INVALID',
      /32-bit float/,
    ],
    [
      'a target that is a key',
      {files: {'t.csv': keyed(50)}, file: 't.csv', target: 'key'},
      'TARGET_INVALID',
      /50 distinct/,
    ],
    [
      'too few rows',
      {files: {'t.csv': 'a,b\n1,x\n2,y\n'}, file: 't.csv', target: 'b'},
      'SOURCE_INVALID',
      /each split/,
    ],
    [
      'a ragged row, with its line',
      {files: {'t.csv': 'a,b\n1,x\n2,y,z,w\n'}, file: 't.csv', target: 'b'},
      'SOURCE_INVALID',
      /t\.csv/,
    ],
    [
      'text that is not UTF-8',
      {files: {'t.json': '{"a": '}, file: 't.json', target: 'a'},
      'SOURCE_INVALID',
      /t\.json/,
    ],
  ])('%s', async (_name, {files = {}, file, target}, code, words) => {
    const folder = folderWith({'table.csv': tableText(40), ...files});
    mkdirSync(join(folder, 'folder'));
    const error = await failure(runSource(folder, {...(file && {file}), ...(target && {target})}));
    expect(error.code).toBe(code);
    expect([error.message, ...error.suggestions].join('\n')).toMatch(words);
    expect(existsSync(join(folder, 'adl.yaml')), 'a manifest that does not work').toBe(
      code === 'SOURCE_INVALID' && /split/.test(error.message),
    );
    expect(existsSync(join(folder, '.adl/warehouse.lock'))).toBe(false);
    if (existsSync(join(folder, '.adl/snapshots')))
      expect(readdirSync(join(folder, '.adl/snapshots'))).toEqual([]);
  });

  it.each<[string, string, string, RegExp]>([
    [
      'an unknown key, its line and the nearest key',
      'target: big\n  targets: x',
      'MANIFEST_UNKNOWN_KEY',
      /line 4[\s\S]*`target`/,
    ],
    [
      'a key of a later version',
      'target: big\n  clean: []',
      'MANIFEST_UNKNOWN_KEY',
      /line 4: there is no key `source.clean`/,
    ],
    [
      'an unknown key further in',
      'target: big\n  split: {tset: 0.3}',
      'MANIFEST_UNKNOWN_KEY',
      /line 4[\s\S]*source.split.tset[\s\S]*`test`/,
    ],
    ['broken YAML, with the line', 'target: [big', 'MANIFEST_SYNTAX', /line \d/],
    [
      'a value that does not fit',
      'target: big\n  split: {test: 2}',
      'MANIFEST_INVALID',
      /line 4.*source\.split\.test/,
    ],
    [
      'shares that leave nothing',
      'target: big\n  split: {test: 0.5, validation: 0.5}',
      'MANIFEST_INVALID',
      /training/,
    ],
    ['a missing target', 'drop: [day]', 'MANIFEST_INVALID', /source\.target/],
    [
      'an unknown type, the nearest',
      'target: big\n  columns: {size: {type: numerik}}',
      'MANIFEST_INVALID',
      /line 4[\s\S]*`numeric`/,
    ],
    [
      'a type that needs text',
      'target: big\n  columns: {size: {type: datetime}}',
      'MANIFEST_INVALID',
      /holds numbers/,
    ],
    [
      'a type that no value has',
      'target: big\n  columns: {colour: {type: datetime}}',
      'MANIFEST_INVALID',
      /iso/,
    ],
    ['a dropped column that is not there', 'target: big\n  drop: [sise]', 'COLUMN_MISSING', /`size`/],
    [
      'a typed column that is not there',
      'target: big\n  columns: {colur: {type: categorical}}',
      'COLUMN_MISSING',
      /`colour`/,
    ],
    ['a dropped target', 'target: big\n  drop: [big]', 'MANIFEST_INVALID', /cannot be dropped/],
    [
      'broken SQL, in DuckDB’s words',
      'target: big\n  derive: {x: siz + 1}',
      'MANIFEST_INVALID',
      /siz \+ 1[\s\S]*"siz" not found/,
    ],
    ['SQL that breaks out', 'target: big\n  derive: {x: "1), (2"}', 'MANIFEST_INVALID', /derive\.x/],
    [
      'SQL that fails on a value',
      'target: big\n  derive: {x: "CAST(colour AS INTEGER)"}',
      'MANIFEST_INVALID',
      /red/,
    ],
    [
      'a derived column that is there already',
      'target: big\n  derive: {SIZE: "1"}',
      'MANIFEST_INVALID',
      /already/,
    ],
    [
      'nothing left to learn from',
      'target: big\n  drop: [size, colour, day]',
      'SOURCE_INVALID',
      /learn from/,
    ],
  ])('%s', async (_name, lines, code, words) => {
    const folder = folderWith({
      'table.csv': tableText(40),
      'adl.yaml': `source:\n  tables: {t: {uri: table.csv}}\n  ${lines}\n`,
    });
    const error = await failure(runSource(folder));
    expect(error.code).toBe(code);
    expect([error.message, ...error.suggestions].join('\n')).toMatch(words);
  });
});

async function failure(work: Promise<unknown>): Promise<AdlError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AdlError);
  return error as AdlError;
}

function targets(value: (row: number) => string): string {
  return Array.from({length: 60}, (_, row) => `{"a": ${row % 7}, "y": ${value(row + 1)}}\n`).join('');
}

function keyed(rows: number): string {
  return `a,key\n${Array.from({length: rows}, (_, i) => `${i % 3},k${i}`).join('\n')}\n`;
}
