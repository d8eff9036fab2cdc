import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readSnapshot} from '../../src/data/snapshot.js';
import {folderWith, runSource} from '../helpers/source.js';

/** 300 visits of 50 patients over 150 days, in part for training and testing. */
function visits(): string {
  const lines = Array.from({length: 300}, (_, at) => {
    const day = new Date(Date.UTC(2021, 0, 1 + Math.floor(at / 2))).toISOString().slice(0, 10);
    const part = ['train', 'train', 'val', 'test'][at % 4];
    return `p${(at * 7) % 50},${day},${part},${(at * 37) % 101},${(at * 13) % 7},${at % 5 < 2 ? 'ill' : 'well'}`;
  });
  return `patient,day,part,weight,pulse,state\n${lines.join('\n')}\n`;
}

function project(split: string, more = ''): string {
  return folderWith({
    't.csv': visits(),
    'adl.yaml': `source:\n  tables: {t: {uri: t.csv}}\n  target: state\n  split: ${split}\n${more}`,
  });
}

async function done(split: string, more?: string) {
  const folder = project(split, more);
  const {result, events} = await runSource(folder);
  const schema = readSnapshot(join(folder, '.adl', 'snapshots', result.snapshot));
  return {
    folder,
    result,
    said: events.filter(({kind}) => kind === 'warning' || kind === 'note').map(({message}) => message),
    roles: Object.fromEntries(schema.columns.map(({name, role}) => [name, role])),
  };
}

describe('splits as the manifest says', () => {
  it('by group, which is not learned from then, and says how it can be', async () => {
    const {result, roles, said} = await done('{by: grouped, group: patient}');
    expect(result.splits).toEqual({train: 180, validation: 60, test: 60});
    expect(roles).toMatchObject({patient: 'left-out', day: 'feature', weight: 'feature'});
    expect(result.types.find(({column}) => column === 'patient')!.reason).toBe(
      'It says how the rows are split.',
    );
    expect(said).toContain(
      'Not learned from, since the rows are split by it: `patient`. To learn from it all the same, write ' +
        '`columns: {patient: {type: categorical}}` under `source` in adl.yaml.',
    );
  });

  it('by a group that is learned from where the manifest says its type', async () => {
    const {roles, said} = await done(
      '{by: grouped, group: [patient]}',
      '  columns: {patient: {type: categorical}}\n',
    );
    expect(roles.patient).toBe('feature');
    expect(said.join()).not.toMatch(/Not learned from/);
  });

  it('by time, with what is dropped', async () => {
    const {result, said, roles} = await done('{by: time, time: day, gap: 3d}', '  drop: [day]\n');
    expect(roles.day).toBe('dropped');
    expect(result.splits).toEqual({train: 176, validation: 56, test: 60});
    expect(said).toContain('8 rows are nearer than 3d to a later split: they are left out.');
    expect(said).toContain(
      'By `day`: train 2021-01-01 to 2021-03-29, validation 2021-04-01 to 2021-04-28, test 2021-05-01 to 2021-05-30.',
    );
  });

  it('by a column that says it', async () => {
    const {result, roles} = await done('{by: column, column: part}');
    expect(result.splits).toEqual({train: 150, validation: 75, test: 75});
    expect(roles.part).toBe('left-out');
  });

  it('in folds, each another snapshot around the same test rows', async () => {
    const folds = [
      await done('{folds: 4}'),
      await done('{folds: 4, fold: 0}'),
      await done('{folds: 4, fold: 3}'),
    ];
    expect(folds.map(({result}) => result.splits)).toEqual(
      Array.from({length: 3}, () => ({train: 180, validation: 60, test: 60})),
    );
    const tests = folds.map(
      ({folder, result}) =>
        readSnapshot(join(folder, '.adl', 'snapshots', result.snapshot)).splits.test.raw.sha256,
    );
    expect(new Set(tests).size).toBe(1);
    expect(folds[0]!.result.snapshot).toBe(folds[1]!.result.snapshot);
    expect(folds[0]!.result.snapshot).not.toBe(folds[2]!.result.snapshot);
  });

  it('anew when the way is another', async () => {
    const {folder, result} = await done('{by: random}');
    const text = `source:\n  tables: {t: {uri: t.csv}}\n  target: state\n  split: {by: random, seed: 1}\n`;
    writeFileSync(join(folder, 'adl.yaml'), text);
    expect((await runSource(folder)).result.snapshot).not.toBe(result.snapshot);
  });
});

it.each([
  [
    '{by: grouped, group: patent}',
    'COLUMN_MISSING',
    '`source.split.group` to name a column',
    'Did you mean `patient`?',
  ],
  [
    '{by: grouped, group: [patient, x]}',
    'COLUMN_MISSING',
    'none called `x`',
    'The columns are: patient, day',
  ],
  ['{by: time, time: Day}', 'COLUMN_MISSING', '`source.split.time`', 'Did you mean `day`?'],
  [
    '{by: column, column: state}',
    'MANIFEST_INVALID',
    'another column than the target',
    '`split: {by: stratified}`',
  ],
  [
    '{by: column, column: patient}',
    'SOURCE_INVALID',
    'Expected train, validation or test in `patient`',
    'Use one of: train',
  ],
  [
    '{by: time, time: patient}',
    'SOURCE_INVALID',
    'no value of `patient` can be read',
    'Write days as one of: iso',
  ],
  ['{by: time, time: day, gap: 7}', 'MANIFEST_INVALID', 'since `day` holds days, got 7', 'Write `gap: 7d`'],
  ['{by: time, time: weight, gap: 7d}', 'MANIFEST_INVALID', 'since `weight` holds numbers', 'Write `gap: 7`'],
  ['{by: time, time: day, gap: 9w}', 'SOURCE_INVALID', 'a gap of 9w in `day`', 'Make `gap` smaller'],
  [
    '{by: grouped, group: patient, folds: 60}',
    'SOURCE_INVALID',
    'at least 61 groups in `patient`',
    '`folds: 49`',
  ],
  [
    '{by: time, time: pulse, folds: 6}',
    'SOURCE_INVALID',
    'at least 8 different times in `pulse`',
    'finer column',
  ],
])('refuses %s', async (split, code, message, suggestion) => {
  await expect(runSource(project(split))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
    suggestions: expect.arrayContaining([expect.stringContaining(suggestion)]),
  });
});

it.each([
  '{by: stratified}',
  '{by: random}',
  '{by: grouped, group: [key, label]}',
  '{by: time, time: moment, gap: 2d}',
  '{by: column, column: split}',
  '{by: column, column: split, folds: 3}',
])('takes no name of a column for one of its own: %s', async (split) => {
  const names = [
    'label',
    'rows',
    'split',
    'moment',
    'key',
    'word',
    'stratum',
    'rich',
    'rest',
    'whole',
    'text',
    'y',
    'n',
  ];
  const lines = Array.from({length: 240}, (_, at) => {
    const day = new Date(Date.UTC(2021, 0, 1 + at)).toISOString().slice(0, 10);
    const known: Record<string, string> = {split: ['train', 'val', 'test'][at % 3]!, moment: day};
    return [
      ...names.map((name, column) => known[name] ?? `v${(at * (column + 3)) % (5 + column)}`),
      at % 2,
    ].join(',');
  });
  const text = `${names.join(',')},size\n${lines.join('\n')}\n`;
  const manifest = `source:\n  tables: {t: {uri: t.csv}}\n  target: size\n  split: ${split}\n`;
  const {result} = await runSource(folderWith({'t.csv': text, 'adl.yaml': manifest}));
  expect(Object.values(result.splits).every((rows) => rows > 20)).toBe(true);
});

it('takes another fold by the flag, which it writes down', async () => {
  const folder = project('{folds: 4}');
  const {result} = await runSource(folder, {fold: 2});
  expect(readFileSync(join(folder, 'adl.yaml'), 'utf8')).toContain('split: {folds: 4, fold: 2}');
  expect((await done('{folds: 4, fold: 2}')).result.snapshot).toBe(result.snapshot);
  await expect(runSource(folder, {fold: 4})).rejects.toMatchObject({
    code: 'FLAG_INVALID',
    message: 'Expected a fold from 0 to 3 for `--fold`, got 4.',
    suggestions: ['adl source --fold 3'],
  });
  for (const options of [{fold: 0}, {file: 't.csv', target: 'state', fold: 0}])
    await expect(
      runSource(options.file ? folderWith({'t.csv': visits()}) : project('{by: random}'), options),
    ).rejects.toMatchObject({
      code: 'FLAG_INVALID',
      message: 'Expected folds in adl.yaml for `--fold`, got none.',
    });
});
