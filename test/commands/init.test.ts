import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {birdsCsv} from '../helpers/birds.js';

describe('adl init', () => {
  it('begins with an example on which source runs at once', () => {
    const folder = temporaryFolder();
    const {status, stdout} = adl(['init', 'penguins', '--example', 'penguins'], {cwd: folder});
    expect({status, stdout}).toEqual({
      status: 0,
      stdout: 'Wrote adl.yaml, penguins.csv in penguins.\nNext: cd penguins && adl run\n',
    });
    const sourced = adl(['source', '--json'], {cwd: join(folder, 'penguins')});
    expect(JSON.parse(sourced.stdout).result).toMatchObject({
      dataset: {rows: 344, columns: 7},
      target: 'species',
      task: 'classification',
    });
  });

  it('begins with a manifest that the first source fills in, its comments kept', () => {
    const folder = temporaryFolder();
    expect(adl(['init'], {cwd: folder}).status).toBe(0);
    const missing = adl(['source', '--json'], {cwd: folder});
    expect(missing.status).toBe(3);
    expect(JSON.parse(missing.stdout).suggestions).toEqual(['adl source FILE --target COLUMN']);
    writeFileSync(join(folder, 'birds.csv'), birdsCsv(60));
    expect(adl(['source', 'birds.csv', '--target', 'harmed'], {cwd: folder}).status).toBe(0);
    const manifest = readFileSync(join(folder, 'adl.yaml'), 'utf8');
    expect(manifest).toMatch(/^# What this project intends/);
    expect(manifest).toContain('uri: birds.csv');
  });

  it.each(['', 'source:\n', 'project: birds\nbuild: {seed: 1}\n'])(
    'says what to type where adl.yaml is only %j',
    (text) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'adl.yaml'), text);
      const {status, stdout} = adl(['source', '--json'], {cwd: folder});
      expect(status).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({
        code: 'MANIFEST_INVALID',
        suggestions: ['adl source FILE --target COLUMN'],
      });
    },
  );

  it('quotes a name that a shell would take apart', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'my birds.csv'), birdsCsv(20));
    const {stdout} = adl(['source', 'my birds.csv', '--json'], {cwd: folder});
    expect(JSON.parse(stdout).suggestions).toEqual(['adl source "my birds.csv" --target COLUMN']);
  });

  it('names the columns when there is nothing to learn from, and how to say what they are', () => {
    const folder = temporaryFolder();
    const rows = Array.from({length: 30}, (_, at) => `${at + 1},${at * 0.5}`);
    writeFileSync(join(folder, 'ids.csv'), ['id,rate', ...rows, ''].join('\n'));
    const {status, stdout} = adl(['source', 'ids.csv', '--target', 'rate', '--json'], {cwd: folder});
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      message: expect.stringContaining('`id` is not-generalizable'),
      suggestions: ['Write `columns: {id: {type: categorical}}` under `source` in adl.yaml.'],
    });
  });

  it('writes nothing over', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'penguins.csv'), 'mine');
    const {status, stdout} = adl(['init', '--example', 'penguins', '--json'], {cwd: folder});
    expect(status).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({status: 6, code: 'PROJECT_EXISTS'});
    expect(readFileSync(join(folder, 'penguins.csv'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'adl.yaml'))).toBe(false);
  });

  it('knows its examples by name', () => {
    const {status, stdout} = adl(['init', '--example', 'pinguins', '--json'], {cwd: temporaryFolder()});
    expect(status).toBe(2);
    expect(JSON.parse(stdout).suggestions).toEqual(['Did you mean `penguins`?']);
  });
});
