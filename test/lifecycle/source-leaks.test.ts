import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {folderWith, runSource, tableText} from '../helpers/source.js';

const data = fileURLToPath(new URL('../../node_modules/vega-datasets/data', import.meta.url));
const birds = readFileSync(join(data, 'birdstrikes.csv'));
const penguins = readFileSync(
  fileURLToPath(new URL('../../templates/examples/penguins/penguins.csv', import.meta.url)),
);

function strikes(drop: string): string {
  const manifest = [
    'source:',
    '  tables: {t: {uri: birds.csv}}',
    `  derive: {damaged: "\\"Effect Amount of damage\\" <> 'None'"}`,
    `  drop: ${drop}`,
    '  target: damaged',
    '',
  ];
  return folderWith({'birds.csv': birds, 'adl.yaml': manifest.join('\n')});
}

it('warns of what leaks in bird strikes, with what to type, and no more once that is typed', async () => {
  const {result, events} = await runSource(strikes('[Time of day]'));
  expect(result.leakage.map(({check, columns}) => [check, ...columns])).toEqual([
    ['filled-later', 'Cost Other'],
    ['filled-later', 'Cost Repair'],
    ['filled-later', 'Cost Total $'],
    ['telling-columns', 'Effect Amount of damage'],
  ]);
  const warnings = events.filter(({kind}) => kind === 'warning').map(({message}) => message);
  expect(warnings.find((one) => one.includes('Cost Repair'))).toMatch(
    /where it is not, 85 % are `true` of `damaged`, elsewhere 9 %.*`drop: \[Time of day, Cost Other, Cost Repair, Cost Total \$\]`/s,
  );
  expect(warnings.find((one) => one.includes('Effect'))).toMatch(/ROC AUC 1\.000 on validation rows/);
  const clean = '[Effect Amount of damage, Cost Other, Cost Repair, Cost Total $]';
  expect((await runSource(strikes(clean))).result.leakage).toEqual([]);
});

it('says nothing of penguins', async () => {
  const folder = folderWith({'penguins.csv': penguins});
  for (const target of ['species', 'body_mass_g', 'sex', 'island'])
    expect((await runSource(folder, {file: 'penguins.csv', target})).result.leakage).toEqual([]);
});

it('keeps what it found beside the snapshot, whose digest does not depend on it', async () => {
  const text = tableText(400)
    .split('\n')
    .map((line, at) => (line === '' ? '' : `${line},${at === 0 ? 'copy' : line.split(',')[0]}`))
    .join('\n');
  const folder = folderWith({'t.csv': text});
  const first = (await runSource(folder, {file: 't.csv', target: 'big'})).result;
  expect(first.leakage.map(({check}) => check)).toEqual([
    'identical-columns',
    'telling-columns',
    'telling-columns',
  ]);
  const {result, events} = await runSource(folder);
  expect(events.map(({message}) => message).join()).toMatch(/Nothing has changed/);
  expect(result).toEqual(first);
  rmSync(join(folder, '.adl', 'snapshots', first.snapshot, 'leakage.json'));
  expect((await runSource(folder)).result).toEqual({...first, leakage: []});
});

it('suggests another way to split that keeps what is said of it', async () => {
  const lines = Array.from({length: 400}, (_, at) => {
    const patient = Math.floor(at / 8);
    return `${(patient * 7919) % 1000},${at % 3},${(patient * 31) % 7 < 3 ? 'ill' : 'well'}`;
  });
  const manifest = 'source:\n  tables: {t: {uri: t.csv}}\n  target: state\n  split: {test: 0.3, seed: 4}\n';
  const folder = folderWith({'t.csv': `patient,part,state\n${lines.join('\n')}\n`, 'adl.yaml': manifest});
  const {events} = await runSource(folder);
  expect(events.map(({message}) => message).join()).toContain(
    '`split: {test: 0.3, seed: 4, by: grouped, group: patient}`',
  );
});

it('suggests nothing that would leave nothing to learn from', async () => {
  const lines = Array.from({length: 400}, (_, at) => `${at % 10},${at % 10 > 4 ? 'a' : 'b'}`);
  const folder = folderWith({'t.csv': `x,y\n${lines.join('\n')}\n`});
  const {events, result} = await runSource(folder, {file: 't.csv', target: 'y'});
  expect(result.leakage.map(({check}) => check)).toEqual(['telling-columns']);
  expect(events.map(({message}) => message).join()).not.toContain('drop:');
});
