import {spawn} from 'node:child_process';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {sourcedProject} from '../helpers/birds.js';
import {isAlive, processesOf} from '../helpers/workers.js';

describe('a build that is ended from outside', {timeout: 60_000}, () => {
  it('leaves no worker 5 s after SIGKILL, and a project that can be built at once', async () => {
    const {cwd, child, ended} = await buildAtWork();
    const {workers} = processesOf(cwd, '0001');
    expect(workers.filter(isAlive)).toHaveLength(2);
    child.kill('SIGKILL');
    await ended;
    const again = adl(['build', '--trials', '1', '--workers', '2', '--json'], {cwd});
    expect(JSON.parse(again.stdout)).toMatchObject({status: 0, result: {run: '0002'}});
    await gone(workers, 5000);
    expect(adl(['build', 'show', '--run', '1', '--json'], {cwd}).stdout).toContain('"broken-off"');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops within 2 s at %s, with what to type next',
    async (signal) => {
      const {cwd, child, ended} = await buildAtWork();
      const {workers} = processesOf(cwd, '0001');
      const sent = performance.now();
      child.kill(signal);
      const {status, stderr} = await ended;
      expect(performance.now() - sent).toBeLessThan(2000);
      expect(status).toBe(130);
      expect(stderr).toContain('Try: adl build resume\nTry: adl build show\n');
      expect(workers.filter(isAlive)).toEqual([]);
    },
  );
});

/** A build whose workers have begun, without a terminal. */
async function buildAtWork() {
  const cwd = temporaryFolder();
  await sourcedProject(cwd, {rows: 2000});
  const words = ['build', '--trials', '400', '--time', '60s', '--workers', '2'];
  const child = spawn(process.execPath, [resolve('bin/run.js'), ...words], {
    cwd,
    env: {...process.env, NODE_ENV: ''},
  });
  let stderr = '';
  const begun = new Promise<void>((done) => {
    child.stderr.on('data', (text) => {
      stderr += text;
      if (/epoch 1 of/.test(stderr)) done();
    });
  });
  const ended = new Promise<{status: number | null; stderr: string}>((done) => {
    child.on('close', (status) => done({status, stderr}));
  });
  await Promise.race([begun, ended]);
  return {cwd, child, ended};
}

async function gone(pids: number[], milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (pids.some(isAlive) && performance.now() < end) await pause(50);
  expect(pids.filter(isAlive)).toEqual([]);
}
