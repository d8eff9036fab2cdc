import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, writeFileSync} from 'node:fs';
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

  it('ends what cannot be broken off as well', async () => {
    const cwd = project();
    const long = 'levenshtein(repeat(kind, 30000), repeat(kind, 40000))';
    appendFileSync(join(cwd, 'adl.yaml'), `  derive: {long: '${long}'}\n`);
    const {status, signal, stderr, seconds} = await interruptedAfter('Deriving columns', ['source'], cwd);
    expect(stderr).toContain('Code: INTERRUPTED');
    // A shell shows the one as it shows the other.
    expect(signal ?? status).toBe(process.platform === 'win32' ? 130 : 'SIGINT');
    expect(seconds).toBeLessThan(2.5);
    expect(adl(['status', '--json'], {cwd}).status).toBe(0);
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
  let [stdout, stderr, sent] = ['', '', 0];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    if (!stderr.includes(text) && (stderr + chunk).includes(text)) {
      sent = performance.now();
      child.kill('SIGINT');
    }
    stderr += chunk;
  });
  const [status, signal] = await once(child, 'close');
  return {status, signal, stdout, stderr, seconds: (performance.now() - sent) / 1000};
}
