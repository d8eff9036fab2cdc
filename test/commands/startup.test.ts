import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';

/** The middle one of nine, the two commands by turns, so that a busy moment hits both. */
it('answers --version in at most four times what a Node that does nothing takes', () => {
  const [idle, version]: [number[], number[]] = [[], []];
  for (let run = 0; run < 9; run += 1) {
    idle.push(timed(['-e', '0']));
    version.push(timed(['bin/run.js', '--version']));
  }
  expect(median(version) / median(idle)).toBeLessThan(4);
});

function timed(words: string[]): number {
  const started = performance.now();
  expect(spawnSync(process.execPath, words).status).toBe(0);
  return performance.now() - started;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
