import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Database, openDatabase} from '../../src/data/database.js';
import {literal} from '../../src/data/identifier.js';
import {deploy} from '../../src/lifecycle/deploy.js';
import {predict} from '../../src/lifecycle/predict.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import {finish, type TestProject, troubledTable, untrainedProject} from '../helpers/untrained-project.js';

const derive = `  derive: {heavy: "TRY_CAST(mass AS DOUBLE) > 4200", heaviness: "CASE WHEN heavy THEN 'much' ELSE 'little' END"}
  drop: [heavy]\n`;
let project: TestProject;
let database: Database;

beforeAll(async () => {
  project = await untrainedProject({manifest: derive});
  await finish(deploy(project.host, {}));
  database = await openDatabase();
});

afterAll(() => {
  database.close();
  rmSync(project.paths.root, {recursive: true});
});

const at = (name: string) => join(project.paths.root, name);
const score = (file: string, output: string) => finish(predict(project.host, {file, output}));
const read = (name: string) => database.rows(`SELECT * FROM ${literal(at(name))}`);

describe('predict', () => {
  it('appends predictions to a csv file, and leaves its text and order as they are', async () => {
    const {result} = await score('birds.csv', 'scored.csv');
    expect(result).toEqual({rows: 240, output: 'scored.csv', seconds: 0});
    const [header, ...lines] = readFileSync(at('scored.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe(
      'mass,wing,island,day,label,species,prediction,probability_Adelie,probability_Chinstrap,probability_Gentoo',
    );
    const added = /,(Adelie|Chinstrap|Gentoo),[0-9.e-]+,[0-9.e-]+,[0-9.e-]+$/;
    const plain = (line: string) => line.replace(/"([^",]*)"/, '$1');
    const original = troubledTable(240).trimEnd().split('\n').slice(1);
    expect(lines.map((line) => plain(line.replace(added, '')))).toEqual(original.map(plain));
  });

  it('gives what the trained pipeline gives', async () => {
    const rows = await database.rows<Record<string, number>>(
      `SELECT *, probability_Adelie + probability_Chinstrap + probability_Gentoo AS total FROM ${literal(at('scored.csv'))}`,
    );
    for (const {total, prediction, ...row} of rows) {
      expect(total).toBeCloseTo(1, 5);
      const likeliest = Math.max(
        row.probability_Adelie!,
        row.probability_Chinstrap!,
        row.probability_Gentoo!,
      );
      expect(row[`probability_${prediction}`]).toBe(likeliest);
    }
    expect(new Set(rows.map(({prediction}) => prediction)).size).toBeGreaterThan(1);
  });

  it('reads and writes parquet with the types of its columns', async () => {
    await database.run(
      `COPY (SELECT * EXCLUDE (wing, species), TRY_CAST(wing AS SMALLINT) AS wing FROM read_csv(${literal(at('birds.csv'))}, types = {mass: 'DECIMAL(9, 1)', day: 'DATE', label: 'VARCHAR'}))
       TO ${literal(at('birds.parquet'))} (FORMAT parquet)`,
    );
    await score('birds.parquet', 'scored.parquet');
    const types = await database.rows(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${literal(at('scored.parquet'))})`,
    );
    expect(types).toEqual([
      {name: 'mass', type: 'DECIMAL(9,1)'},
      {name: 'island', type: 'VARCHAR'},
      {name: 'day', type: 'DATE'},
      {name: 'label', type: 'VARCHAR'},
      {name: 'wing', type: 'SMALLINT'},
      {name: 'prediction', type: 'VARCHAR'},
      ...['Adelie', 'Chinstrap', 'Gentoo'].map((label) => ({name: `probability_${label}`, type: 'FLOAT'})),
    ]);
    const [fromCsv, fromParquet] = [await read('scored.csv'), await read('scored.parquet')];
    expect(fromParquet.map(({prediction}) => prediction)).toEqual(fromCsv.map(({prediction}) => prediction));
  });

  it('keeps the order of many rows', async () => {
    writeFileSync(at('many.csv'), troubledTable(20_000));
    const {result, events} = await score('many.csv', 'many-scored.parquet');
    expect(result.rows).toBe(20_000);
    expect(events.filter(({kind}) => kind === 'progress')).toHaveLength(2);
    const [{wrong}] = (await database.rows(
      `SELECT count(*) AS wrong FROM (SELECT * FROM read_csv(${literal(at('many.csv'))}, all_varchar = true)) AS a
       POSITIONAL JOIN ${literal(at('many-scored.parquet'))} AS b
       WHERE (a.mass, a.wing, a.day, a.species) IS DISTINCT FROM (b.mass, b.wing, b.day, b.species)`,
    )) as [{wrong: number}];
    expect(wrong).toBe(0);
    const first = await database.rows(`SELECT * FROM ${literal(at('many-scored.parquet'))} LIMIT 240`);
    const alone = await read('scored.csv');
    expect(first.map(({prediction}) => prediction)).toEqual(alone.map(({prediction}) => prediction));
  });

  it('takes text among the numbers, and a column without values, for missing', async () => {
    writeFileSync(at('odd.csv'), 'mass,wing,island,day,label\nheavy,,,,\n,,,,\n');
    await score('odd.csv', 'odd-scored.csv');
    const [text, missing] = await read('odd-scored.csv');
    expect(text!.probability_Gentoo).toBe(missing!.probability_Gentoo);
  });

  it('says where a name is taken', async () => {
    writeFileSync(at('again.csv'), 'mass,wing,island,day,label,Prediction\n1,1,a,b,c,mine\n');
    const {events} = await score('again.csv', 'again-scored.csv');
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'warning',
        message: expect.stringMatching(/`prediction` already.*`prediction_2`/),
      }),
    );
    expect(Object.keys((await read('again-scored.csv'))[0]!).slice(5, 7)).toEqual([
      'Prediction',
      'prediction_2',
    ]);
  });

  it.each([
    ['mass,wings,island,day,label\n1,1,a,b,c\n', /`wing`.*bad\.csv has none/, /Is it `wings`/],
    ['wing,island,day,label\n1,a,b,c\n', /`mass`/, /Add a column `mass`/],
  ])('names a column that is missing from %j', async (text, message, suggestion) => {
    writeFileSync(at('bad.csv'), text);
    await expect(score('bad.csv', 'bad-scored.csv')).rejects.toMatchObject({
      code: 'COLUMN_MISSING',
      message: expect.stringMatching(message),
      suggestions: [expect.stringMatching(suggestion)],
    });
    expect(readdirSync(project.paths.root)).not.toContain('bad-scored.csv');
  });

  it('refuses outputs that it cannot write, and inputs that are not there', async () => {
    const invalid = {code: 'FLAG_INVALID', suggestions: [expect.stringContaining('scored')]};
    await expect(score('birds.csv', 'scored.xlsx')).rejects.toMatchObject(invalid);
    await expect(score('birds.csv', 'birds.csv')).rejects.toMatchObject(invalid);
    symlinkSync('birds.csv', at('linked.csv'));
    await expect(score('linked.csv', 'birds.csv')).rejects.toMatchObject(invalid);
    mkdirSync(at('folder.csv'));
    await expect(score('birds.csv', 'folder.csv')).rejects.toMatchObject(invalid);
    await expect(score('birds.csv', '.adl/scored.csv')).rejects.toMatchObject(invalid);
    if (process.platform === 'linux')
      await expect(score('birds.csv', '/proc/scored.csv')).rejects.toMatchObject({code: 'FOLDER_UNUSABLE'});
    await expect(score('birds.csv', 'no/scored.csv')).rejects.toMatchObject({code: 'FILE_MISSING'});
    await expect(score('bird.csv', 'scored.csv')).rejects.toMatchObject({code: 'FILE_MISSING'});
    const version = predict(project.host, {file: 'birds.csv', output: 'scored.csv', model: '7'});
    await expect(finish(version)).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      suggestions: ['--model 1'],
    });
  });

  it.each(['Reading long.csv', 'Scoring with version 1', 'Writing long-scored.csv'])(
    'tells all the while what it is at, and stops while it is `%s` with nothing written',
    async (last) => {
      const [header, ...rows] = troubledTable(240).trimEnd().split('\n');
      writeFileSync(at('long.csv'), `${header}\n${`${rows.join('\n')}\n`.repeat(1250)}`);
      const stop = new AbortController();
      const stage = predict(
        {...project.host, signal: stop.signal},
        {file: 'long.csv', output: 'long-scored.csv'},
      );
      const silences: number[] = [];
      let said = performance.now();
      const stopped = finish(stage, ({message}) => {
        silences.push(performance.now() - said);
        said = performance.now();
        if (message === last) setTimeout(() => stop.abort(), 100);
      });
      await expect(stopped).rejects.toThrow(/abort|interrupt/i);
      expect(Math.max(...silences)).toBeLessThan(1_000);
      const made = readdirSync(project.paths.root).filter((name) => name.startsWith('long'));
      expect(made).toEqual(['long.csv']);
    },
  );

  it('takes away what another left that was killed, and nothing of one that runs', async () => {
    const {pid: gone} = spawnSync(process.execPath, ['--version']);
    const [left, held] = [`predict-${gone}-left`, `predict-${process.ppid}-held`];
    for (const name of [left, held]) {
      mkdirSync(join(project.paths.home, name));
      writeFileSync(join(project.paths.home, name, 'rows.duckdb'), '');
    }
    await score('birds.csv', 'scored.csv');
    expect(readdirSync(project.paths.home).filter((name) => name.startsWith('predict-'))).toEqual([held]);
    rmSync(join(project.paths.home, held), {recursive: true});
  });

  it('leaves nothing behind', () => {
    expect(readdirSync(project.paths.home).filter((name) => name.startsWith('predict-'))).toEqual([]);
    expect(readdirSync(project.paths.root).filter((name) => name.includes('draft'))).toEqual([]);
    expect(loadTrained(project.paths.run('0001')).model.columns.map(({name}) => name)).toContain('heaviness');
  });
});

describe('predict with a regression', () => {
  it('appends one column', async () => {
    const regression = await untrainedProject({target: 'mass'});
    await finish(deploy(regression.host, {}));
    await finish(predict(regression.host, {file: 'birds.csv', output: 'scored.csv'}));
    const rows = await database.rows<{prediction: number}>(
      `SELECT * FROM ${literal(join(regression.paths.root, 'scored.csv'))}`,
    );
    expect(Object.keys(rows[0]!).at(-1)).toBe('prediction');
    expect(rows.every(({prediction}) => Number.isFinite(prediction) && prediction > 500)).toBe(true);
    rmSync(regression.paths.root, {recursive: true});
  });
});
