import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Pool, type Setup} from '../../src/hopper/pool.js';
import type {Task} from '../../src/hopper/wire.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adl-pool-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const evaluate: Task = {
  type: 'evaluate',
  id: 1,
  unit: {shape: {layers: [], task: {kind: 'regression', mean: 0, scale: 1}, columns: []}, from: 'nowhere'},
  to: 'nowhere',
};

describe('Pool', () => {
  it('replaces a worker that dies and has its unit done again', async () => {
    const lost: string[] = [];
    const pids: number[] = [];
    const pool = await start('worker-dies-once', {
      onLost: (_, reason) => lost.push(reason),
      onStart: (_, pid) => pids.push(pid),
    });
    expect(await pool.run(0, evaluate)).toEqual({type: 'evaluated', id: 1, values: 7});
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
    const pool = await start('worker-lies');
    await expect(pool.run(0, evaluate)).rejects.toMatchObject({code: 'WORKER_LOST'});
    await pool.close();
  });

  it('says why a worker could not be set up, and leaves no process', async () => {
    const pids: number[] = [];
    await expect(start('worker-breaks', {onStart: (_, pid) => pids.push(pid)})).rejects.toThrow(
      'the part is not there',
    );
    expect(pids.filter(isAlive)).toEqual([]);
  });

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
    return {type: 'setup', worker, engine: 'onnxruntime', threads: 1, parts, validation: parts, columns: []};
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
