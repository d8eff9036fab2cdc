import {existsSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadParts} from '../../src/data/batches.js';
import {openDatabase} from '../../src/data/database.js';
import {literal} from '../../src/data/identifier.js';
import {verifySnapshot} from '../../src/data/snapshot.js';
import {folderWith, runSource, tableText} from '../helpers/source.js';

describe('source', () => {
  it('makes a small manifest, a lock, and a snapshot that holds every row once', async () => {
    const folder = folderWith({'my table.csv': tableText(100)});
    const {result} = await runSource(folder, {file: 'my table.csv', target: 'big'});
    expect(readFileSync(join(folder, 'adl.yaml'), 'utf8')).toBe(
      'project: my-table\nsource:\n  tables:\n    my-table:\n      uri: my table.csv\n  target: big\n',
    );
    expect(result).toMatchObject({
      dataset: {rows: 100, columns: 4},
      target: 'big',
      task: 'classification',
      splits: {train: 60, validation: 20, test: 20},
    });
    expect(result.types.map(({column, type}) => `${column} ${type}`)).toEqual([
      'size numeric',
      'colour categorical',
      'day datetime',
      'big categorical',
    ]);
    const schema = await verifySnapshot(join(folder, '.adl/snapshots', result.snapshot));
    expect(schema.splits.train.parts.length).toBe(8);
    expect(Math.max(...schema.splits.train.parts.map(({rows}) => rows))).toBe(8);
    expect(existsSync(join(folder, '.adl/warehouse.lock'))).toBe(false);
    expect(readdirSync(join(folder, '.adl/snapshots'))).toEqual([result.snapshot]);
  });

  it.each<[string, string, (root: string) => string, string]>([
    ['in a folder above it', 'project', () => '../t.csv', '../t.csv'],
    ['named from a folder in it', 'project/notes/old', () => '../../../t.csv', '../t.csv'],
    ['in it, named from a folder in it', 'project/notes', () => '../own.csv', 'own.csv'],
    ['in it, named by its whole path', 'project/notes', (root) => join(root, 'project/own.csv'), 'own.csv'],
    ['elsewhere, named by its whole path', 'project', (root) => join(root, 't.csv'), ''],
  ])('writes a table %s into the manifest so that both can be moved', async (_name, cwd, file, uri) => {
    const table = tableText(60);
    const root = folderWith({'t.csv': table, 'project/own.csv': table, 'project/notes/old/x': ''});
    writeFileSync(join(root, 'project/adl.yaml'), 'project: p\n');
    await runSource(join(root, cwd), {file: file(root), target: 'big'});
    const written = /uri: (.*)/.exec(readFileSync(join(root, 'project/adl.yaml'), 'utf8'))![1];
    expect(written).toBe(uri || join(root, 't.csv'));
    if (uri === '') return;
    renameSync(root, `${root}-moved`);
    expect((await runSource(join(`${root}-moved`, 'project'))).events[0]!.message).toMatch(
      /Nothing has changed/,
    );
  });

  it('encodes rows in the order of their raw columns, with nothing fitted on validation or test rows', async () => {
    const folder = folderWith({'t.csv': tableText(200)});
    const {result} = await runSource(folder, {file: 't.csv', target: 'big'});
    const snapshot = join(folder, '.adl/snapshots', result.snapshot);
    const schema = await verifySnapshot(snapshot);
    for (const split of ['train', 'validation', 'test'] as const) {
      const {parts, raw} = schema.splits[split];
      const rows = await loadParts(
        parts.map(({path}) => join(snapshot, path)),
        {numeric: 4, codes: 3},
      );
      const sizes = await rawColumn(join(snapshot, raw.path), 'size');
      const labels = await rawColumn(join(snapshot, raw.path), 'big');
      expect(Array.from({length: rows.rows}, (_, i) => rows.numeric[i * 4])).toEqual(
        sizes.map((size) => Math.fround(size as number)),
      );
      expect([...rows.target].map((code) => schema.target.labels![code])).toEqual(labels);
      if (split === 'train')
        expect(schema.columns[0]!.encoded![0]!.statistics!.mean).toBeCloseTo(mean(sizes as number[]), 4);
    }
  });

  it('does nothing when nothing has changed, and says so', async () => {
    const folder = folderWith({'t.csv': tableText(100)});
    const first = await runSource(folder, {file: 't.csv', target: 'big'});
    const lock = readFileSync(join(folder, 'adl.lock'), 'utf8');
    for (const options of [{}, {file: 't.csv'}, {file: 't.csv', target: 'big'}]) {
      const again = await runSource(folder, options);
      expect(again.result).toEqual(first.result);
      expect(again.events.map(({message}) => message).join()).toMatch(/nothing has changed/i);
    }
    expect(readFileSync(join(folder, 'adl.lock'), 'utf8')).toBe(lock);
  });

  it('makes the same snapshot elsewhere, and another of another seed', async () => {
    const [a, b] = [folderWith({'t.csv': tableText(100)}), folderWith({'t.csv': tableText(100)})];
    const first = await runSource(a, {file: 't.csv', target: 'big'});
    const second = await runSource(b, {file: 't.csv', target: 'big'});
    expect(second.result).toEqual(first.result);
    const manifest = readFileSync(join(b, 'adl.yaml'), 'utf8');
    writeFileSync(join(b, 'adl.yaml'), `${manifest}  split: {seed: 1}\n`);
    const third = await runSource(b);
    expect(third.result.splits).toEqual(first.result.splits);
    expect(third.result.snapshot).not.toBe(first.result.snapshot);
  });

  it('reads the file again only when its content has changed', async () => {
    const folder = folderWith({'t.csv': tableText(100)});
    await runSource(folder, {file: 't.csv', target: 'big'});
    writeFileSync(
      join(folder, 'adl.yaml'),
      `${readFileSync(join(folder, 'adl.yaml'), 'utf8')}  drop: [colour]\n`,
    );
    const kept = await runSource(folder);
    expect(kept.events.map(({message}) => message).join()).toMatch(/warehouse has it already/);
    writeFileSync(join(folder, 't.csv'), tableText(120));
    const read = await runSource(folder);
    expect(read.result.dataset.rows).toBe(120);
  });

  it('reads the same content anew under a name that says another kind of file', async () => {
    const text = tableText(100);
    const folder = folderWith({'t.tsv': text, 't.csv': text, 't.csv.zst': text});
    await expect(runSource(folder, {file: 't.tsv', target: 'big'})).rejects.toThrow('none called `big`');
    const {result} = await runSource(folder, {file: 't.csv', target: 'big'});
    expect(result.dataset.columns).toBe(4);
    await expect(runSource(folder, {file: 't.csv.zst'})).rejects.toMatchObject({code: 'SOURCE_INVALID'});
  });

  it('changes the target in the manifest and keeps what people wrote there', async () => {
    const folder = folderWith({
      't.csv': tableText(100),
      'adl.yaml': '# ours\nsource:\n  tables: {t: {uri: t.csv}} # the table\n  target: big\n',
    });
    await runSource(folder);
    const {result} = await runSource(folder, {target: 'size'});
    expect(result.task).toBe('regression');
    expect(readFileSync(join(folder, 'adl.yaml'), 'utf8')).toBe(
      '# ours\nsource:\n  tables: {t: {uri: t.csv}} # the table\n  target: size\n',
    );
  });

  it('derives columns, drops others, and takes a person’s word for a type', async () => {
    const folder = folderWith({
      't.csv': tableText(100),
      'adl.yaml': `source:
  tables: {t: {uri: t.csv}}
  derive: {large: "\\"size\\" > 50", double: size + size}
  drop: [big]
  target: large
  columns: {colour: {type: not-generalizable}}
`,
    });
    const {result} = await runSource(folder);
    expect(result.dataset.columns).toBe(4);
    expect(result.types.map(({column}) => column)).toEqual([
      'size',
      'colour',
      'day',
      'big',
      'large',
      'double',
    ]);
    expect(result.types[1]).toMatchObject({type: 'not-generalizable', confidence: 1});
    const {columns, target} = await verifySnapshot(join(folder, '.adl/snapshots', result.snapshot));
    expect(columns.map(({role}) => role)).toEqual([
      'feature',
      'left-out',
      'feature',
      'dropped',
      'target',
      'feature',
    ]);
    expect(target.labels).toEqual(['false', 'true']);
  });

  it('leaves out rows without a target and warns of that, and of classes too small to be everywhere', async () => {
    const rows = Array.from(
      {length: 60},
      (_, i) => `${(i * 37) % 61},${i === 0 ? '' : i < 3 ? 'rare' : i % 2 ? 'a' : 'b'}`,
    );
    const folder = folderWith({'t.csv': `x,kind\n${rows.join('\n')}\n`});
    const {result, events} = await runSource(folder, {file: 't.csv', target: 'kind'});
    expect(Object.values(result.splits).reduce((a, b) => a + b)).toBe(59);
    const warnings = events.filter(({kind}) => kind === 'warning').map(({message}) => message);
    expect(warnings.join('\n')).toMatch(/1 of 60 rows have no `kind`[\s\S]*every split: rare/);
  });

  it('takes any text for the name of a column', async () => {
    const names = [
      'a "quoted"',
      "it's",
      'x.y',
      '; DROP TABLE t; --',
      '\u{1f426}',
      'two\nlines',
      'rowid',
      'SELECT',
    ];
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    const rows = Array.from(
      {length: 50},
      (_, i) => `${names.map((_, j) => (i * 31 + j * 7) % 13).join(',')},${i % 2 ? 'u' : 'v'}`,
    );
    const folder = folderWith({'t.csv': `${header},class\n${rows.join('\n')}\n`});
    const {result} = await runSource(folder, {file: 't.csv', target: 'class'});
    expect(result.types.map(({column}) => column)).toEqual([...names, 'class']);
    const snapshot = join(folder, '.adl/snapshots', result.snapshot);
    expect(await rawColumn(join(snapshot, 'raw/test.parquet'), names[3]!)).toHaveLength(result.splits.test);
  });
});

async function rawColumn(path: string, name: string): Promise<unknown[]> {
  const database = await openDatabase();
  const rows = await database.rows(`SELECT * FROM read_parquet(${literal(path)})`);
  database.close();
  return rows.map((row) => row[name]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
