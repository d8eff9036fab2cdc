import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {source} from '../../src/lifecycle/source.js';
import {type SourceTypes, sourceTypes, type TypesOptions} from '../../src/lifecycle/source-types.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, hostIn} from '../helpers/birds.js';

const rows = Array.from({length: 60}, (_, at) => {
  const price = at % 10 === 0 ? 'on request' : `$${(10 + ((at * 37) % 90) * 1.5).toFixed(2)}`;
  return [at % 3, price, `https://${['a.org', 'b.net'][at % 2]}/${at}`, ['yes', 'no'][(at * 7) % 2]].join(
    ',',
  );
});
const csv = `grade,price,link,sold\n${rows.join('\n')}\n`;

function folderWithTable(manifest?: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'goods.csv'), csv);
  if (manifest !== undefined) writeFileSync(join(folder, 'adl.yaml'), manifest);
  return folder;
}

const manifest = `project: goods
source:
  tables: {goods: {uri: goods.csv}} # what we sell
  target: sold
`;

async function typed(
  folder: string,
  options: TypesOptions = {},
): Promise<{found: SourceTypes; warnings: string[]}> {
  const warnings: string[] = [];
  const found = await finished(sourceTypes(hostIn(folder), options), ({kind, message}) => {
    if (kind === 'warning') warnings.push(message);
  });
  return {found, warnings};
}

describe('source types', () => {
  it('works on a table without a project, and leaves nothing behind', async () => {
    const {found} = await typed(folderWithTable(), {file: 'goods.csv'});
    expect(found).toMatchObject({file: 'goods.csv', rows: 60, in_project: false});
    const types = Object.fromEntries(found.columns.map(({column, type}) => [column, type]));
    expect(types).toMatchObject({price: 'embedded-number', link: 'url', sold: 'categorical'});
    for (const {confidence, ranking, reason, doubtful} of found.columns) {
      expect(ranking[0]!.probability).toBeGreaterThanOrEqual(ranking[1]!.probability);
      expect(reason).toMatch(/\.$/);
      expect(doubtful).toBe(confidence < found.ask_below);
    }
  });

  it('keeps what a person says, comments and all, and says how many rows are lost by it', async () => {
    const folder = folderWithTable(manifest);
    const {found, warnings} = await typed(folder, {set: ['grade=categorical', 'price=embedded-number']});
    expect(warnings).toEqual([
      '`price` as embedded-number: 6 of 60 values (10%) cannot be read as such and count as missing.',
    ]);
    expect(found.columns[0]).toMatchObject({
      column: 'grade',
      type: 'categorical',
      said: true,
      confidence: 1,
      doubtful: false,
    });
    const text = readFileSync(join(folder, 'adl.yaml'), 'utf8');
    expect(text).toContain('# what we sell');
    expect(text).toMatch(/grade:\s+type: categorical/);
    await finished(source(hostIn(folder), {}));
    expect((await typed(folder)).found.columns[0]).toMatchObject({said: true, type: 'categorical'});
  });

  it('takes the last word on a column, and the last = as the divider', async () => {
    const folder = folderWithTable(manifest);
    writeFileSync(join(folder, 'goods.csv'), csv.replace('grade', 'a=b'));
    const {found} = await typed(folder, {set: ['a=b=numeric', 'a=b=categorical']});
    expect(found.columns[0]).toMatchObject({column: 'a=b', type: 'categorical', said: true});
  });

  it.each<[string, TypesOptions, string, RegExp]>([
    [
      'a type that is none',
      {set: ['grade=number']},
      'UNKNOWN_NAME',
      /no feature type called `number`.*Use one of: categorical/s,
    ],
    ['no type', {set: ['grade']}, 'FLAG_INVALID', /COLUMN=TYPE after --set, got `grade`/],
    ['no column', {set: ['=numeric']}, 'FLAG_INVALID', /COLUMN=TYPE/],
    [
      'a column that is not there',
      {set: ['grad=numeric']},
      'COLUMN_MISSING',
      /none called `grad`.*Did you mean `grade`/s,
    ],
    [
      'a type that no value can be read as',
      {set: ['link=numeric']},
      'MANIFEST_INVALID',
      /no value can be read as such/,
    ],
    [
      'a type that wants text',
      {set: ['grade=sentence']},
      'MANIFEST_INVALID',
      /needs text; the column holds numbers/,
    ],
    [
      'a type that is not predicted',
      {set: ['sold=datetime']},
      'MANIFEST_INVALID',
      /what is predicted is numeric or categorical/,
    ],
    [
      'a file and what to set',
      {file: 'goods.csv', set: ['grade=numeric']},
      'FLAG_INVALID',
      /Expected --set without a file/,
    ],
    ['a file that is not there', {file: 'god.csv'}, 'FILE_MISSING', /god\.csv/],
  ])('says what is wrong and changes nothing: %s', async (_, options, code, words) => {
    const folder = folderWithTable(manifest);
    const error = await typed(folder, options).catch(
      (one) => one as {code: string; message: string; suggestions: string[]},
    );
    expect(error).toMatchObject({code});
    const {message, suggestions} = error as {message: string; suggestions: string[]};
    expect([message, ...suggestions].join('\n')).toMatch(words);
    expect(readFileSync(join(folder, 'adl.yaml'), 'utf8')).toBe(manifest);
  });

  it('wants a project where no file is given', async () => {
    await expect(typed(temporaryFolder())).rejects.toMatchObject({code: 'MANIFEST_MISSING'});
  });
});
