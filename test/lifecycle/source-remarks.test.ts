import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {folderWith, runSource, tableText} from '../helpers/source.js';

/** 60 rows: four sizes as numbers, a text, and a number with as many values as rows. */
function sizes(): string {
  const lines = Array.from({length: 60}, (_, at) => `${at % 4},${at % 3 ? 'a' : 'b'},${at * 7 + 0.5}`);
  return `size,kind,weight\n${lines.join('\n')}\n`;
}

async function notesOn(target: string): Promise<string[]> {
  const {events} = await runSource(folderWith({'t.csv': sizes()}), {file: 't.csv', target});
  return events.filter(({kind}) => kind === 'note').map(({message}) => message);
}

it('says when numbers are taken for classes, and how to say that they are numbers', async () => {
  expect(await notesOn('size')).toContainEqual(
    '`size` holds 4 different numbers, which are taken for classes. If they are amounts, write ' +
      '`columns: {size: {type: numeric}}` under `source` in adl.yaml.',
  );
  for (const target of ['kind', 'weight'])
    expect((await notesOn(target)).join()).not.toMatch(/taken for classes/);
});

it('says no such thing where the manifest has said it', async () => {
  const manifest =
    'source:\n  tables: {t: {uri: t.csv}}\n  target: size\n  columns: {size: {type: categorical}}\n';
  const {events} = await runSource(folderWith({'t.csv': sizes(), 'adl.yaml': manifest}));
  expect(events.map(({message}) => message).join()).not.toMatch(/taken for classes/);
});

it('says of a dropped column that it is dropped', async () => {
  const folder = folderWith({
    't.csv': sizes(),
    'adl.yaml': 'source:\n  tables: {t: {uri: t.csv}}\n  target: kind\n  drop: [weight]\n',
  });
  const reasons = async () =>
    Object.fromEntries((await runSource(folder)).result.types.map(({column, reason}) => [column, reason]));
  const first = await reasons();
  expect(first.weight).toBe('Dropped, as adl.yaml says.');
  expect(first.size).not.toMatch(/Dropped/);
  expect(await reasons()).toEqual(first);
});

it('keeps .adl out of git from the start, once', async () => {
  const folder = folderWith({'t.csv': tableText(60), '.gitignore': 'node_modules/\n'});
  const read = () => readFileSync(join(folder, '.gitignore'), 'utf8');
  const {events} = await runSource(folder, {file: 't.csv', target: 'big'});
  expect(read()).toBe('node_modules/\n.adl/\n');
  expect(events.map(({message}) => message)).toContain('Added .adl/ to .gitignore');
  writeFileSync(join(folder, 't.csv'), tableText(61));
  await runSource(folder);
  expect(read()).toBe('node_modules/\n.adl/\n');
});
