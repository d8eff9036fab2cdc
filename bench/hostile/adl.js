import {spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';

/** How long a command may take, in milliseconds; one that is heavy by intent is interrupted at half of it. */
const usualLimit = 10_000;

const mostOutput = 4 * 2 ** 20;

/**
 * Runs the command line in a process group of its own and waits until it has ended.
 * @returns {{words, status, signal, hung, stdout, stderr, milliseconds, left}} `left`: processes of its that remain
 */
export async function runAdl(entry, words, {cwd, env, heavy = false, limit = usualLimit}) {
  const started = performance.now();
  const child = spawn(process.execPath, [entry, ...words], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  let hung = false;
  const interrupt = setTimeout(() => heavy && signalGroup(child.pid, 'SIGINT'), limit / 2);
  const kill = setTimeout(() => {
    hung = true;
    signalGroup(child.pid, 'SIGKILL');
  }, limit);
  const [status, signal] = await ended(child);
  clearTimeout(interrupt);
  clearTimeout(kill);
  const milliseconds = performance.now() - started;
  const left = await remaining(child.pid);
  return {words, status, signal, hung, stdout: stdout(), stderr: stderr(), milliseconds, left};
}

function ended(child) {
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (status, signal) => done([status, signal]));
  });
}

function collect(stream) {
  const chunks = [];
  let length = 0;
  stream.on('data', (chunk) => {
    if (length < mostOutput) chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString();
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Workers may need a moment to notice that nobody is there; what stays longer is ended here and told. */
async function remaining(group) {
  for (let wait = 0; wait < 20 && membersOf(group).length > 0; wait += 1) await sleep(100);
  const left = membersOf(group);
  if (left.length > 0) signalGroup(group, 'SIGKILL');
  return left;
}

/** The living processes of a group, where the system tells them (Linux); a zombie is not living. */
function membersOf(group) {
  return processes().filter((pid) => {
    const stat = statOf(pid);
    const [state, , its] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(its) === group && state !== 'Z';
  });
}

function processes() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Empty for a process that has ended since it was listed. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
