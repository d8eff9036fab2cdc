import {readdirSync} from 'node:fs';
import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import type {LifecycleEvent} from '../../src/lifecycle/event.js';
import {source} from '../../src/lifecycle/source.js';
import {step} from '../../src/lifecycle/source-progress.js';
import {folderWith, hostIn} from '../helpers/source.js';

it('tells within a second, and again and again, what a step is at and how far DuckDB is', async () => {
  const database = await openDatabase();
  await database.run('CREATE TABLE t AS SELECT i, md5(i::VARCHAR) AS text FROM range(300000) r(i)');
  const started = performance.now();
  const times: number[] = [];
  const events: LifecycleEvent[] = [];
  const work = step('Sorting', database, async (tell) => {
    tell('row by row');
    while (performance.now() - started < 1_500)
      await database.run('CREATE OR REPLACE TABLE u AS SELECT DISTINCT md5(text || i) FROM t ORDER BY 1');
    return 7;
  });
  let turn = await work.next();
  for (; !turn.done; turn = await work.next()) {
    events.push(turn.value);
    times.push(performance.now() - started);
  }
  database.close();
  expect(turn.value).toBe(7);
  expect(events[0]).toMatchObject({kind: 'step', message: 'Sorting'});
  expect(events.length).toBeGreaterThan(3);
  expect(times[1]).toBeLessThan(1_000);
  for (const {kind, message} of events.slice(1))
    expect([kind, message]).toEqual(['progress', expect.stringMatching(/^Sorting: row by row(, \d+ %)?$/)]);
  expect(events.some(({message}) => /[1-9]\d* %$/.test(message))).toBe(true);
});

it('passes on what goes wrong in a step', async () => {
  const database = await openDatabase();
  const work = step('Counting', database, () => database.run('SELECT nothing'));
  await work.next();
  await expect(work.next()).rejects.toThrow(/nothing/);
  database.close();
});

it('ends a statement when a signal says so, and takes a first run back', async () => {
  const stop = new AbortController();
  const rows = Array.from({length: 300_000}, (_, at) => `${at % 977},${Math.sin(at)},${at % 2}\n`).join('');
  const folder = folderWith({'t.csv': `a,b,y\n${rows}`});
  const stage = source({...hostIn(folder), signal: stop.signal}, {file: 't.csv', target: 'b'});
  const run = (async () => {
    for await (const {message} of stage) if (message === 'Reading t.csv') setTimeout(() => stop.abort(), 20);
  })();
  await expect(run).rejects.toThrow(/aborted/);
  expect(readdirSync(folder)).toEqual(['t.csv']);
});
