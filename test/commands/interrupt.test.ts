import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';

const entry = resolve('bin/run.js');

describe('Ctrl-C', {timeout: 60_000}, () => {
  it('ends a build with 130 and one JSON value', async () => {
    const cwd = project();
    const words = ['build', '--trials', '500', '--workers', '2', '--json'];
    const {status, stdout} = await interruptedAfter('run 0001', words, cwd);
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({status: 130, code: 'INTERRUPTED'});
    expect(adl(['build', 'show'], {cwd}).stdout).toContain('broken off');
  });

  it('is how a server ends, so it is no failure', async () => {
    const cwd = project();
    adl(['build', '--trials', '1', '--workers', '2'], {cwd});
    adl(['deploy'], {cwd});
    const {status, stdout} = await interruptedAfter(
      'ready at',
      ['deploy', 'serve', '--port', '0', '--json'],
      cwd,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({url: expect.stringMatching(/^http:/), version: '1'});
  });
});

function project(): string {
  const cwd = temporaryFolder();
  const rows = Array.from({length: 100}, (_, at) => `${at},${at % 3},${at % 2 ? 'yes' : 'no'}`);
  writeFileSync(join(cwd, 'rows.csv'), ['a,b,kind', ...rows].join('\n'));
  expect(adl(['source', 'rows.csv', '--target', 'kind'], {cwd}).status).toBe(0);
  return cwd;
}

/** Sends SIGINT once stderr has said `text`. */
async function interruptedAfter(text: string, words: string[], cwd: string) {
  const child = spawn(process.execPath, [entry, ...words], {cwd, stdio: ['ignore', 'pipe', 'pipe']});
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    if (!stderr.includes(text) && (stderr + chunk).includes(text)) child.kill('SIGINT');
    stderr += chunk;
  });
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return {status, stdout, stderr};
}
