import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {verifySnapshot} from '../../src/data/snapshot.js';
import {folderWith, runSource, tableText} from '../helpers/source.js';

const manifest = (columns: string) =>
  `source:\n  tables: {t: {uri: t.csv}}\n  target: big\n  columns: {${columns}}\n`;

async function snapshotWith(columns: string) {
  const folder = folderWith({'t.csv': tableText(200), 'adl.yaml': manifest(columns)});
  const {result} = await runSource(folder);
  return verifySnapshot(join(folder, '.adl/snapshots', result.snapshot));
}

it('fits the scaler and the imputer that a column asks for, on training rows', async () => {
  const schema = await snapshotWith(
    'size: {scale: uniform-bins, bins: 4, impute: constant, value: -1, indicator: true}',
  );
  const [size] = schema.columns[0]!.encoded!;
  expect(size!.representation).toMatchObject({scale: 'uniform-bins', fill: -1, indicator: true});
  expect(size!.representation!.fitted.edges).toHaveLength(3);
  expect(size!.statistics).toBeDefined();
});

it('gives every number of a column that has several the same scaler', async () => {
  const schema = await snapshotWith('day: {scale: robust, impute: median}');
  const parts = schema.columns.find(({name}) => name === 'day')!.encoded!;
  const scales = parts.map(({encoding, representation}) => [encoding.kind, representation?.scale]);
  expect(scales).toEqual([
    ['numeric', 'robust'],
    ['code', undefined],
    ['numeric', 'robust'],
    ['code', undefined],
    ['numeric', 'robust'],
  ]);
});

it('gives the snapshot that there is without a word where what is said is usual', async () => {
  const plain = await snapshotWith('');
  const said = await snapshotWith(
    'size: {scale: standard, impute: mean, indicator: false}, day: {indicator: true}',
  );
  expect(said.digest).toBe(plain.digest);
  expect((await snapshotWith('size: {indicator: true}')).digest).not.toBe(plain.digest);
});

it('tells where numbers are asked for and there are none', async () => {
  await expect(snapshotWith('colour: {scale: robust}')).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringContaining('`source.columns.colour.scale`, but `colour` is categorical'),
    suggestions: [
      expect.stringContaining('Leave out `scale`, or write `colour: {type: numeric, scale: robust}`'),
    ],
  });
  await expect(snapshotWith('colour: {indicator: true}')).rejects.toMatchObject({code: 'MANIFEST_INVALID'});
});

it('tells that the target is what is predicted, not what is scaled', async () => {
  await expect(snapshotWith('big: {scale: robust}')).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringContaining('`source.columns.big.scale`'),
    suggestions: [expect.stringContaining('Leave out `scale`')],
  });
});

it('makes another snapshot when a word changes, and none when it does not', async () => {
  const folder = folderWith({'t.csv': tableText(200), 'adl.yaml': manifest('size: {scale: power}')});
  const first = await runSource(folder);
  expect((await runSource(folder)).events[0]!.message).toMatch(/Nothing has changed/);
  const path = join(folder, 'adl.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('power', 'none'));
  expect((await runSource(folder)).result.snapshot).not.toBe(first.result.snapshot);
});
