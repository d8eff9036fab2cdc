import {execFileSync, spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {expect, it} from 'vitest';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';
import {sourcedProject} from '../helpers/birds.js';

const hasTracer = spawnSync('strace', ['-V']).status === 0;
if (!hasTracer && process.env.ADL_REQUIRE_PEERS !== '1')
  console.warn('The files that workers open are not checked: strace is not installed.');

it.skipIf(!hasTracer && process.env.ADL_REQUIRE_PEERS !== '1')(
  'every worker opens its own training parts and no others, as the system calls of a real run show',
  async () => {
    const folder = temporaryFolder();
    await sourcedProject(folder);
    const trace = join(folder, 'trace');
    const command = [
      process.execPath,
      resolve('bin/run.js'),
      'build',
      '--trials',
      '2',
      '--workers',
      '3',
      '--strategy',
      'mop',
    ];
    execFileSync('strace', ['-f', '-qq', '-e', 'trace=openat,clone,clone3', '-o', trace, ...command], {
      cwd: folder,
      stdio: 'ignore',
    });
    const opened = trainingPartsByProcess(readFileSync(trace, 'utf8'));
    const started = readJournal(projectPaths(folder).run('0001').journal).filter(
      ({type}) => type === 'worker-started',
    );
    expect(started.length).toBe(3);
    for (const {pid, parts} of started) {
      const own = (parts as string[]).map((part) => basename(part));
      expect([...(opened.get(Number(pid)) ?? [])].sort(), `worker process ${pid}`).toEqual(own.sort());
    }
  },
);

/** The names of the training parts that each process opened, in any of its threads. */
function trainingPartsByProcess(trace: string): Map<number, Set<string>> {
  const processOf = new Map<number, number>();
  const pending = new Set<number>();
  const opened = new Map<number, Set<string>>();
  for (const line of trace.split('\n')) {
    const [, id, call] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (!id || !call) continue;
    const caller = processOf.get(Number(id)) ?? Number(id);
    if (/^clone3?\(/.test(call) && call.includes('CLONE_THREAD')) pending.add(Number(id));
    const child = /^(?:clone|<\.\.\. clone).* = (\d+)$/.exec(call)?.[1];
    if (child && pending.delete(Number(id))) processOf.set(Number(child), caller);
    const part = /"[^"]*\/train\/(part-\d+\.parquet)"/.exec(call)?.[1];
    if (part) opened.set(caller, (opened.get(caller) ?? new Set()).add(part));
  }
  return opened;
}
