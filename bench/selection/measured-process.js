// A program run to its end: how long it took, and the most memory that all of its processes held together.
import {spawn} from 'node:child_process';
import {canMeasure, MemoryWatch} from './memory.js';

/** Milliseconds that processes may outlive the one that began them. */
const patience = 10_000;

/**
 * @param everyMs between two looks at the memory
 * @throws Error with what it printed last where it ended with another code than 0
 */
export async function runMeasured([program, ...words], {cwd, env, everyMs}) {
  const begun = performance.now();
  const child = spawn(program, words, {
    cwd,
    env: {...process.env, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = [collect(child.stdout), collect(child.stderr)];
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({code: code ?? signal, seconds: secondsSince(begun)}));
  });
  const watch = canMeasure && child.pid !== undefined ? new MemoryWatch(child.pid, everyMs) : undefined;
  try {
    const {code, seconds} = await ended;
    if (code !== 0)
      throw new Error(
        `${program} ended with ${code}: ${errors().trim().slice(-2000) || output().slice(-2000)}`,
      );
    return {
      begunAt: performance.timeOrigin + begun,
      seconds,
      output: output(),
      ...(watch && {peak: watch.peak, watching: watch.spent, cpu: watch.cpu}),
    };
  } finally {
    watch?.stop();
    if (watch) await sweep(watch);
  }
}

/** Waits until the last process is gone, so that the next to be measured has the machine for itself; ends what stays. */
async function sweep(watch) {
  const over = performance.now() + patience;
  while (watch.living().length > 0 && performance.now() < over)
    await new Promise((resolve) => setTimeout(resolve, 100));
  for (const pid of watch.living()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function collect(stream) {
  const pieces = [];
  stream.setEncoding('utf8');
  stream.on('data', (piece) => pieces.push(piece));
  return () => pieces.join('');
}

function secondsSince(begun) {
  return (performance.now() - begun) / 1000;
}
