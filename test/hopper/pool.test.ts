import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Pool, type Setup} from '../../src/hopper/pool.js';
import type {Task} from '../../src/hopper/wire.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adl-pool-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const inputs: Setup['inputs'] = {task: {kind: 'regression', mean: 0, scale: 1}, columns: []};

const evaluate: Task = {
  type: 'evaluate',
  id: 1,
  parts: ['nowhere'],
  lanes: [{layers: [], from: 'nowhere', to: 'nowhere'}],
};

describe('Pool', () => {
  it('replaces a worker that dies and has its unit done again (earlier systems 5: one failure ended all)', async () => {
    const lost: string[] = [];
    const pids: number[] = [];
    const pool = await start('worker-dies-once', {
      onLost: (_, reason) => lost.push(reason),
      onStart: (_, pid) => pids.push(pid),
    });
    expect(await pool.run(0, evaluate)).toMatchObject({type: 'evaluated', id: 1, finite: [true]});
    await pool.close();
    expect(lost).toEqual(['it got SIGKILL']);
    expect(new Set(pids).size).toBe(2);
  });

  it('gives up after a unit has cost three workers', async () => {
    const pool = await start('worker-dies');
    await expect(pool.run(0, evaluate)).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: 'Worker 0 was lost 3 times over evaluate of unit 1: it ended with exit code 3.',
    });
    await pool.close();
  });

  it('does not believe an answer that is none', async () => {
    const pids: number[] = [];
    const pool = await start('worker-lies', {onStart: (_, pid) => pids.push(pid)});
    await expect(pool.run(0, evaluate)).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: 'Worker 0 was lost 3 times over evaluate of unit 1: it gave an answer that is none.',
    });
    await pool.close();
    expect(pids.length).toBe(3);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('does not take the answer to another question', async () => {
    const pool = await start('worker-confuses');
    await expect(pool.run(0, evaluate)).rejects.toThrow('it answered another question');
    await pool.close();
  });

  it('does not wait for a worker that hangs longer than it is told to', async () => {
    const pids: number[] = [];
    const pool = await start('worker-hangs', {onStart: (_, pid) => pids.push(pid)});
    await expect(pool.run(0, evaluate, 200)).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: 'Worker 0 was lost over evaluate of unit 1: it did not answer within 200 ms.',
    });
    expect(pids.filter(isAlive)).toEqual([]);
    await pool.close();
  });

  it('waits as long as it is told to, and be it longer than a timer can', async () => {
    const pool = await start('worker-dies-once');
    expect(await pool.run(0, evaluate, 2 ** 31)).toMatchObject({type: 'evaluated'});
    await pool.close();
  });

  it('has units stopped that are at work, and ends a worker that does not listen', async () => {
    const polite = await start('worker-stops', {}, 2);
    const cut = [polite.run(0, evaluate), polite.run(1, {...evaluate, id: 2})];
    await pause(50);
    polite.cut(60_000);
    expect(await Promise.all(cut)).toEqual([
      {type: 'cut', id: 1},
      {type: 'cut', id: 2},
    ]);
    polite.cut(0);
    expect(polite.living).toBe(0);
    await polite.close();
    const deaf = await start('worker-hangs', {}, 2);
    const asked = deaf.run(0, evaluate);
    await pause(50);
    deaf.cut(100);
    await expect(asked).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: 'Worker 0 was lost over evaluate of unit 1: it did not stop within 100 ms.',
    });
    expect(deaf.living).toBe(1);
    await deaf.close();
  });

  it('ends its workers at once at a signal, whatever they do', async () => {
    const pids: number[] = [];
    const interrupt = new AbortController();
    const {signal} = interrupt;
    const pool = await start('worker-hangs', {signal, onStart: (_, pid) => pids.push(pid)}, 2);
    const work = [pool.run(0, evaluate), pool.run(1, evaluate)];
    setTimeout(() => interrupt.abort(), 100);
    for (const outcome of await Promise.allSettled(work))
      expect(outcome).toMatchObject({status: 'rejected', reason: {name: 'AbortError'}});
    await pool.close();
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(start('worker-hangs', {signal})).rejects.toMatchObject({name: 'AbortError'});
  });

  it('tries again when the replacement dies before it is set up', async () => {
    const pool = await start('worker-dies-at-setup-twice');
    expect(await pool.run(0, evaluate)).toMatchObject({type: 'evaluated'});
    await pool.close();
  });

  it('tries again when a worker dies before it was ever set up', async () => {
    const lost: string[] = [];
    const pool = await start('worker-dies-at-first-setup', {onLost: (_, reason) => lost.push(reason)});
    expect(lost).toEqual(['it ended with exit code 9']);
    expect(await pool.run(0, evaluate)).toMatchObject({type: 'evaluated'});
    await pool.close();
  });

  it('says what happened to a worker that dies each time before it is set up', async () => {
    const message = 'Worker 0 was lost 3 times over its setup: it ended with exit code 9.';
    await expect(start('worker-dies-at-setup')).rejects.toMatchObject({code: 'WORKER_LOST', message});
  });

  it('says why a worker could not be set up, and leaves no process', async () => {
    const pids: number[] = [];
    await expect(start('worker-breaks', {onStart: (_, pid) => pids.push(pid)})).rejects.toThrow(
      'the part is not there',
    );
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it.each([
    ['says nothing more', 'worker-silent-once', 'it said nothing for 0.3 s'],
    [
      'is stopped by a signal, and with it its signs of life',
      'worker-stopped-once',
      'it said nothing for 0.3 s',
    ],
    ['ends in the middle as if all were well', 'worker-leaves-once', 'it ended with exit code 0'],
  ])('replaces a worker that %s, and has its unit done again', async (_, fixture, reason) => {
    const lost: string[] = [];
    const pids: number[] = [];
    const pool = await start(fixture, {
      ...{silence: 300, onLost: (_, why) => lost.push(why)},
      onStart: (_, pid) => pids.push(pid),
    });
    expect(await pool.run(0, evaluate)).toMatchObject({type: 'evaluated', id: 1});
    expect(lost).toEqual([reason]);
    expect(pids.map(isAlive)).toEqual([false, true]);
    await pool.close();
  });

  it('waits for a worker that is slow and says that it is alive, for longer than silence may last', async () => {
    const lost: string[] = [];
    const pool = await start('worker-slow', {silence: 1000, onLost: (_, reason) => lost.push(reason)});
    expect(await pool.run(0, evaluate)).toMatchObject({type: 'evaluated', id: 1});
    expect(lost).toEqual([]);
    await pool.close();
  });

  it('does not wait for ever for a worker that is alive and never answers, where there is a limit', async () => {
    const pool = await start('worker-never-answers', {silence: 400});
    const begun = performance.now();
    await expect(pool.run(0, evaluate, 800)).rejects.toThrow('it did not answer within 800 ms');
    expect(performance.now() - begun).toBeGreaterThan(790);
    await pool.close();
  });

  it.each(['worker-babbles', 'worker-repeats'])(
    'takes nothing for an answer that is none: %s',
    async (fixture) => {
      const pool = await start(fixture);
      for (const id of [1, 2, 3, 4])
        expect(await pool.run(0, {...evaluate, id})).toMatchObject({id, costs: {engine: id}});
      await pool.close();
    },
  );

  it('ends every worker when it is closed', async () => {
    const pids: number[] = [];
    const pool = await start('worker-dies', {onStart: (_, pid) => pids.push(pid)}, 3);
    expect(pids.filter(isAlive).length).toBe(3);
    await pool.close();
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

function start(
  fixture: string,
  more: Partial<Parameters<typeof Pool.start>[0]> = {},
  count = 1,
): Promise<Pool> {
  const setups = Array.from({length: count}, (_, worker): Setup => {
    const parts = [join(folder, `part-${worker}`)];
    return {
      type: 'setup',
      worker,
      engine: 'onnxruntime',
      device: 'cpu',
      threads: 1,
      shards: [{shard: worker, parts}],
      whole: {train: parts, validation: parts},
      validation: [parts],
      inputs,
    };
  });
  return Pool.start({entry: join(import.meta.dirname, `../fixtures/${fixture}.js`), setups, ...more});
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
