import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {delimiter, join, resolve} from 'node:path';
import {onTestFinished} from 'vitest';
import {temporaryFolder} from './adl.js';
import type {Act} from './guide-page.js';

export interface Outcome {
  status: number;
  /** What was printed on both streams. */
  printed: string;
}

/** The port that pages name; each run takes one that is free in its place. */
const shownPort = '8080';
const mark = '\u0000';

/**
 * Does what a page says, in its order, in one bash in a fresh folder, where `adl` is the one of this repository.
 * @returns what came of each command
 */
export async function perform(acts: readonly Act[]): Promise<Outcome[]> {
  const [cwd, own] = [temporaryFolder(), temporaryFolder()];
  const port = String(await freePort());
  const bin = join(own, 'bin');
  mkdirSync(bin);
  symlinkSync(resolve('bin/run.js'), join(bin, 'adl'));
  const script = join(own, 'script');
  writeFileSync(script, scriptOf(acts).replaceAll(shownPort, port));
  const printed = await bash(script, {cwd, path: [bin, ...peers()]});
  return outcomes(printed.replaceAll(port, shownPort));
}

/** Python and its libraries, where `.ci/run` has put them. */
function peers(): string[] {
  return [resolve('bench/.venv/bin')].filter((folder) => existsSync(folder));
}

function scriptOf(acts: readonly Act[]): string {
  const lines = acts.map((act) =>
    'run' in act
      ? `${act.run.command}\ndone_with`
      : `mkdir -p "$(dirname '${act.write.file}')"; cat > '${act.write.file}' <<'end of the block'\n${act.write.text}end of the block`,
  );
  return [
    'exec 2>&1',
    "trap 'jobs -p | xargs -r kill 2> /dev/null' EXIT",
    // It leaves the status as it was, for `echo $?`.
    `done_with() { local status=$?; printf '\\0%s\\0' $status; return $status; }`,
    ...lines,
    '',
  ].join('\n');
}

function bash(script: string, {cwd, path}: {cwd: string; path: string[]}): Promise<string> {
  const outside = Object.entries(process.env).filter(([name]) => !/^(ADL_|NODE_ENV$|VITEST)/.test(name));
  const child = spawn('bash', ['--noprofile', '--norc', script], {
    cwd,
    // A group of its own, so that nothing of it outlives the test.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {...Object.fromEntries(outside), PATH: [...path, process.env.PATH].join(delimiter)},
  });
  onTestFinished(() => endGroup(child.pid!));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return new Promise((done, failed) => child.on('error', failed).on('close', () => done(printed)));
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function outcomes(printed: string): Outcome[] {
  const parts = printed.split(mark);
  return Array.from({length: Math.floor(parts.length / 2)}, (_, at) => ({
    printed: parts[2 * at]!,
    status: Number(parts[2 * at + 1]),
  }));
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' ? address!.port : 0));
    });
  });
}
