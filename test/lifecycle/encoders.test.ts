import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {loadParts} from '../../src/data/batches.js';
import {verifySnapshot} from '../../src/data/snapshot.js';
import {deploy} from '../../src/lifecycle/deploy.js';
import {checkTableSize} from '../../src/lifecycle/source-wishes.js';
import {folderWith, runSource, tableText} from '../helpers/source.js';
import {finish, untrainedProject} from '../helpers/untrained-project.js';

async function snapshotWith(columns: string) {
  const manifest = `source:\n  tables: {t: {uri: t.csv}}\n  target: big\n  columns: {${columns}}\n`;
  const folder = folderWith({'t.csv': tableText(300), 'adl.yaml': manifest});
  const {result} = await runSource(folder);
  const snapshot = join(folder, '.adl/snapshots', result.snapshot);
  return {snapshot, schema: await verifySnapshot(snapshot)};
}

it('puts numbers in the place of codes, with statistics like other numbers', async () => {
  const {schema} = await snapshotWith('colour: {encode: frequency, scale: none}');
  const colour = schema.columns.find(({name}) => name === 'colour')!;
  expect(colour.encoder!.tables).toHaveLength(1);
  expect(colour.encoded).toMatchObject([
    {name: 'colour.frequency', encoding: {kind: 'numeric'}, representation: {scale: 'none'}},
  ]);
  expect(colour.encoded![0]!.statistics!.mean).toBeGreaterThan(0);
});

it('writes out-of-fold numbers into the training parts alone', async () => {
  const {snapshot, schema} = await snapshotWith('colour: {encode: target}');
  const width = {numeric: 5, codes: 2};
  const distinct = async (split: 'train' | 'validation') => {
    const rows = await loadParts(
      schema.splits[split].parts.map(({path}) => join(snapshot, path)),
      width,
    );
    return new Set(Array.from({length: rows.rows}, (_, row) => rows.numeric[row * 5 + 1])).size;
  };
  const table = schema.columns.find(({name}) => name === 'colour')!.encoder!.tables[0]!;
  expect(await distinct('validation')).toBeLessThanOrEqual(table.numbers.length);
  expect(await distinct('train')).toBeGreaterThan(table.numbers.length);
});

it('says of a column of its own word what is usual: the snapshot is the same', async () => {
  const {schema} = await snapshotWith('');
  expect((await snapshotWith('colour: {encode: one-hot}')).schema.digest).toBe(schema.digest);
});

it('tells where categories are asked for and there are none', async () => {
  await expect(snapshotWith('size: {encode: target}')).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringContaining('`source.columns.size.encode`, but `size` is numeric'),
    suggestions: [
      expect.stringContaining('Leave out `encode`, or write `size: {type: categorical, encode: target}`'),
    ],
  });
  await expect(snapshotWith('day: {encode: ordinal}')).rejects.toMatchObject({code: 'MANIFEST_INVALID'});
});

it('tells where days are asked for and there are none', async () => {
  await expect(snapshotWith('size: {cycles: true}')).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringContaining(
      '`source.columns.size.cycles` for a column that is datetime, but `size` is numeric',
    ),
    suggestions: [
      expect.stringContaining('Leave out `cycles`, or write `size: {type: datetime, cycles: true}`'),
    ],
  });
});

it('tells where a number for each class and value are too many', () => {
  const labels = Array.from({length: 60}, (_, at) => `${at}`);
  expect(() => checkTableSize('a', {encode: 'target', values: 1000, labels})).toThrow(
    expect.objectContaining({
      code: 'MANIFEST_INVALID',
      message: expect.stringContaining('got 60 classes of 1000 values'),
      suggestions: ['Write `a: {encode: frequency}` under `source.columns` in adl.yaml.'],
    }),
  );
  checkTableSize('a', {encode: 'frequency', values: 1000, labels});
  checkTableSize('a', {encode: 'target', values: 1000, labels: labels.slice(0, 2)});
});

it.each(['mlp', 'linear', 'gbdt'])(
  'exports %s with every kind of column as it was trained',
  {timeout: 30_000},
  async (family) => {
    const project = await untrainedProject({
      family,
      manifest: `  columns:
    mass: {scale: power, impute: median, indicator: false}
    wing: {scale: quantile-bins, bins: 4, impute: constant, value: 0}
    island: {encode: target, scale: robust}
    label: {encode: similarity}
    day: {scale: uniform-bins, impute: mode, cycles: true}\n`,
    });
    const {result} = await finish(deploy(project.host, {}));
    expect(result.parity.rows).toBeGreaterThan(80);
    expect(result.parity.rows).toBeLessThan(240);
    expect(result.parity.max_difference).toBeLessThan(1e-5);
    rmSync(project.paths.root, {recursive: true});
  },
);
