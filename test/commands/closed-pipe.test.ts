import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, test} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';

/** Runs a command whose readers have left before it writes; gives its exit status. */
function unread(words: string[], cwd: string): Promise<number | null> {
  const child = spawn(process.execPath, [resolve('bin/run.js'), ...words], {
    cwd,
    env: {...process.env, NODE_ENV: ''},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  child.stderr.destroy();
  return new Promise((done) => child.on('close', done));
}

test.each(['--version', 'completion zsh', '--help', 'help build'])(
  '`adl %s | head` is no error',
  async (line) => {
    expect(await unread(line.split(' '), temporaryFolder())).toBe(0);
  },
);

test('`adl source |& head` does its work, and a failure keeps its status', async () => {
  const cwd = temporaryFolder();
  adl(['init', '--example', 'penguins'], {cwd});
  expect(await unread(['source'], cwd)).toBe(0);
  expect(existsSync(join(cwd, 'adl.lock'))).toBe(true);
  expect(await unread(['build', '--trials', 'many'], cwd)).toBe(2);
});
