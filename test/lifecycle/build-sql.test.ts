import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {queryRuns} from '../../src/lifecycle/build-sql.js';
import {rowsView} from '../../src/ui/rows-view.js';
import {adl} from '../helpers/adl.js';
import {writeRun} from '../helpers/runs.js';
import {folderWith, hostIn} from '../helpers/source.js';

const root = folderWith({'adl.yaml': ''});
writeRun(root, {
  settings: {seed: 1, algorithm: 'random'},
  trials: [
    {family: 'mlp', parameters: {units: 64, learningRate: 0.05}, accuracy: [0.5, 0.9, 0.8]},
    {
      parameters: {learningRate: 0.01, trial: 'odd', Family: 'odder'},
      accuracy: [0.4],
      failed: "it's no number",
    },
  ],
});
const journal = writeRun(root, {settings: {seed: 2}, trials: [{accuracy: [0.7]}], ended: false}).journal;
const rows = async (sql: string, run?: string) => (await queryRuns(hostIn(root), {sql, run})).rows;

it('answers over the runs, with a column of each setting', async () => {
  expect(await rows('select run, state, seed, algorithm, trials, score, test_score from runs')).toEqual([
    {run: '0001', state: 'ended', seed: 1, algorithm: 'random', trials: 2, score: 0.8, test_score: 0.79},
    {run: '0002', state: 'broken-off', seed: 2, algorithm: null, trials: 1, score: 0.7, test_score: null},
  ]);
});

it('answers over trials, with a column of each parameter and metric', async () => {
  expect(
    await rows('select run, trial, family, state, score, log_loss, units, learningRate, reason from trials'),
  ).toEqual([
    {
      ...{run: '0001', trial: 1, family: 'mlp', state: 'done', score: 0.8, log_loss: 0.19999999999999996},
      ...{units: 64, learningRate: 0.05, reason: null},
    },
    {
      ...{run: '0001', trial: 2, family: 'linear', state: 'failed', score: null, log_loss: null},
      ...{units: null, learningRate: 0.01, reason: "it's no number"},
    },
    {
      ...{
        run: '0002',
        trial: 1,
        family: 'linear',
        state: 'waiting',
        score: 0.7,
        log_loss: 0.30000000000000004,
      },
      ...{units: null, learningRate: null, reason: null},
    },
  ]);
  const odd = await rows("select parameters, parameters->>'Family' as family from trials where trial = 2");
  expect(odd).toEqual([{parameters: {learningRate: 0.01, trial: 'odd', Family: 'odder'}, family: 'odder'}]);
});

it('answers over epochs: one that was trained again counts as it was the last time', async () => {
  const again = {type: 'epoch-ended', at: Date.UTC(2027, 0), trial: 1, epoch: 1, loss: null};
  const more = `${JSON.stringify({...again, scores: {accuracy: 0.75, 'log-loss': 0.2}})}\n{"type":"epoch-en`;
  writeFileSync(journal, more, {flag: 'a'});
  expect(await rows('select trial, epoch, loss, score, ended from epochs', '2')).toEqual([
    {trial: 1, epoch: 1, loss: null, score: 0.75, ended: '2027-01-01 00:00:00'},
  ]);
  expect(await rows('select run, count(*) as n from epochs group by run order by run')).toEqual([
    {run: '0001', n: 4},
    {run: '0002', n: 1},
  ]);
  expect(
    await rows('select e.epoch from epochs e join trials t using (run, trial) where units = 64'),
  ).toHaveLength(3);
});

describe('what is no query over them', () => {
  it.each([
    ['select foo from trials', /column "foo" not found.*Candidate/],
    ['select * from trialz', /Did you mean "trials"/],
    ['selec 1', /syntax error at or near "selec"/],
    ['', /got nothing\.$/],
    ['select 1; select 2', /one query, got 2/],
    ['delete from trials', /a query that reads, got DELETE/],
    ["copy trials to 'trials.csv'", /COPY is disabled|a query that reads, got COPY|Permission Error/],
    ["select * from read_text('adl.yaml')", /Cannot access file/],
    ["select * from 'adl.yaml'", /Cannot access|does not exist|disabled/],
    ["attach 'other.duckdb'", /a query that reads, got ATTACH/],
    ['set enable_external_access = true', /a query that reads, got SET/],
    ['select \u001b[31m', /\\u001b/],
  ])('refuses %j', async (sql, said) => {
    const failure = await rows(sql).then(
      () => undefined,
      (error) => error,
    );
    expect(failure).toMatchObject({code: 'QUERY_INVALID', message: expect.stringMatching(said)});
    expect(failure.message).not.toContain('\u001b');
  });

  it('is told with what to type, and what is suggested works', async () => {
    const {status, stderr} = adl(['build', 'show', '--sql', 'select foo from runs'], {cwd: root});
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^Error: Expected a query in SQL over the tables `runs`, `trials`, `epochs`, got select/,
    );
    const suggested = [...stderr.matchAll(/^Try: adl build show --sql "(.*)"$/gm)].map(([, sql]) => sql!);
    expect(suggested).toHaveLength(2);
    for (const sql of suggested) expect((await rows(sql)).length).toBeGreaterThan(0);
  });
});

it('is broken off by Ctrl-C in the middle of a long query', async () => {
  const stop = new AbortController();
  const sql = 'select sum(a.range * b.range) from range(100000000) a, range(100000000) b';
  const answer = queryRuns({...hostIn(root), signal: stop.signal}, {sql});
  await Promise.all([expect(answer).rejects.toThrow(/Interrupt/i), pause(1500).then(() => stop.abort())]);
});

it('shows rows as a table and as JSON', async () => {
  const sql = 'select family, count(*) as n, max(score) as best from trials group by family order by family';
  const {stdout} = adl(['build', 'show', '--sql', sql], {cwd: root});
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    '  family  n  best',
    '  linear  2  0.75',
    '  mlp     1   0.8',
  ]);
  const {result} = JSON.parse(adl(['build', 'show', '--sql', sql, '--json'], {cwd: root}).stdout);
  expect(result).toEqual({columns: ['family', 'n', 'best'], rows: await rows(sql)});
  const wide = {
    columns: ['trial', 'parameters'],
    rows: [{trial: 1, parameters: 'units=64, '.repeat(9)}, {trial: 2}],
  };
  const shown = rowsView(wide, 40).split('\n');
  for (const line of shown) expect(line.length).toBeLessThanOrEqual(40);
  expect(shown[0]).toMatch(/^ {2}trial +1$/);
  expect(rowsView({columns: ['a', 'b'], rows: []})).toBe('no rows; columns: a, b');
});

it('takes a project without a run for what it is', async () => {
  const {status, stderr} = adl(['build', 'show', '--sql', 'select 1'], {
    cwd: folderWith({[join('adl.yaml')]: ''}),
  });
  expect({status, stderr}).toEqual({status: 5, stderr: expect.stringContaining('RUN_MISSING')});
});
