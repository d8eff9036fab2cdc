import {expect, it} from 'vitest';
import type {LifecycleEvent} from '../../src/lifecycle/event.js';
import {followPlainly} from '../../src/ui/plain.js';

/** A clock that a stage moves on, and the lines that were written. */
function terminal() {
  const lines: string[] = [];
  const clock = {now: 0};
  return {
    ...{lines, clock},
    plain: {write: (line: string) => lines.push(line), now: () => clock.now, color: false, heartbeat: true},
  };
}

function event(kind: LifecycleEvent['kind'], message: string): LifecycleEvent {
  return {stage: 'build', kind, message};
}

it('writes a line for each step, and progress at most once a second', async () => {
  const {lines, clock, plain} = terminal();
  async function* stage() {
    yield event('step', 'begun');
    yield event('progress', 'too soon');
    clock.now = 1_500;
    yield event('progress', 'one');
    yield event('progress', 'too soon again');
    yield event('warning', 'mind this');
    return 7;
  }
  expect(await followPlainly(stage(), plain)).toBe(7);
  expect(lines).toEqual([
    'build    0.0s  begun\n',
    'build    1.5s  one\n',
    'build    1.5s  warning: mind this\n',
  ]);
});

it('sends nothing to the terminal that it would obey', async () => {
  const {lines, plain} = terminal();
  async function* stage(): AsyncGenerator<LifecycleEvent, void> {
    yield event('step', 'Reading \u001b[2J.csv');
  }
  await followPlainly(stage(), plain);
  expect(lines).toEqual(['build    0.0s  Reading \\u001b[2J.csv\n']);
});

it('says that work goes on when a stage is silent', async () => {
  const {lines, clock, plain} = terminal();
  async function* stage(): AsyncGenerator<LifecycleEvent, void> {
    yield event('step', 'begun');
    clock.now = 6_000;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
  }
  await followPlainly(stage(), plain);
  expect(lines).toEqual(['build    0.0s  begun\n', 'build    6.0s  still at work\n']);
});

it('passes on what a stage throws', async () => {
  const {plain} = terminal();
  // biome-ignore lint/correctness/useYield: it fails before its first event
  async function* stage(): AsyncGenerator<LifecycleEvent, void> {
    throw new Error('broken');
  }
  await expect(followPlainly(stage(), plain)).rejects.toThrow('broken');
});

it('shows progress in one line of a terminal, as wide as it is, and nothing of it in the end', async () => {
  const {lines, clock, plain} = terminal();
  async function* stage() {
    yield event('step', 'begun');
    clock.now = 300;
    yield event('progress', 'column 1 of 2000');
    yield event('progress', 'column 2 of 2000');
    yield event('note', 'written');
    yield event('progress', 'column 3 of 2000');
  }
  await followPlainly(stage(), {...plain, width: 24});
  expect(lines).toEqual([
    'build    0.0s  begun\n',
    'build    0.3s  column 1',
    '\r\u001b[Kbuild    0.3s  column 2',
    '\r\u001b[Kbuild    0.3s  written\n',
    'build    0.3s  column 3',
    '\r\u001b[K',
  ]);
});

it('tells of no progress after a signal: what is said then stands on a line of its own', async () => {
  const {lines, plain} = terminal();
  const stop = new AbortController();
  async function* stage() {
    yield event('progress', 'one');
    stop.abort();
    yield event('progress', 'two');
  }
  await followPlainly(stage(), {...plain, width: 80, signal: stop.signal});
  expect(lines).toEqual(['build    0.0s  one']);
});
