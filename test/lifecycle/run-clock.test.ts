import {expect, it} from 'vitest';
import type {Lane} from '../../src/hopper/lane.js';
import type {Unit} from '../../src/hopper/shop.js';
import {RunClock} from '../../src/lifecycle/run-clock.js';
import type {Shards} from '../../src/lifecycle/shards.js';

const rows = {train: 6000, validation: 2000, test: 1000};
const shards = {shards: [{rows: 3000}, {rows: 3000}], validationRows: 2000} as unknown as Shards;
const lanes = [1, 2].map((trial) => ({trial: {trial, weights: 10, training: {batchSize: 100}}})) as Lane[];
const unit = (kind: Unit['kind']): Unit => ({kind, group: 1, epoch: 1, shard: 0, worker: 0, ends: true});

function clockAt(now: () => number, time: number | null, paused = 0): RunClock {
  return new RunClock({time, started: 1000, now, paused: () => paused, rows});
}

it('never ends where there is any time', () => {
  expect(clockAt(() => 1e15, null)).toMatchObject({left: Number.POSITIVE_INFINITY, isOver: false});
});

it('keeps what reading, scoring and computing will take, as they were measured', () => {
  const clock = clockAt(() => 1000, 60_000);
  expect(clock.reserve).toBe(150);
  clock.read({rows: 5000, milliseconds: 500});
  clock.read({rows: 5000, milliseconds: 50});
  // The slower worker reads the 1000 test rows in 100 ms.
  expect(clock.reserve).toBe(250);
  clock.found();
  clock.computed({rows: 1000, milliseconds: 100});
  // The end has twice 1000 rows.
  expect(clock.reserve).toBe(450);
  clock.ended(unit('evaluate'), lanes, {engine: 400, memory: 0}, shards);
  // 0.1 ms for each row of a lane.
  expect(clock.reserve).toBe(550);
  clock.readTargets({rows: 2000, milliseconds: 400});
  // All 7000 targets take longer than a worker takes to score, at the same time.
  expect(clock.reserve).toBe(150 + 1400 + 200);
  // Rows are put in order: that takes longer than in proportion.
  clock.computed({rows: 100, milliseconds: 10});
  expect(clock.reserve).toBeCloseTo(150 + 1400 + 200 * 1.5);
});

it('keeps time for the validation rows too until an epoch has ended', () => {
  const clock = clockAt(() => 1000, 60_000);
  clock.ended(unit('train'), lanes, {engine: 2 * 10 * (6 * 3000 + 16 * 30), memory: 0}, shards);
  // 1 ms an operation: 2 of each of 10 weights for 3000 rows.
  expect(clock.reserve).toBe(150 + 2 * 10 * 3000);
  clock.computed({rows: 2000, milliseconds: 100});
  expect(clock.reserve).toBeGreaterThan(150 + 2 * 10 * 3000 + 180);
  clock.computed({rows: 2000, milliseconds: 0});
  clock.found();
  expect(clock.reserve).toBe(150 + 2 * 10 * 1000);
});

it('keeps no more than half of the time, or a third where there is no model yet, and counts none in which the run was paused', () => {
  let now = 1000;
  const clock = clockAt(() => now, 10_000, 3000);
  clock.computed({rows: 10, milliseconds: 1e6});
  expect(clock.left).toBeCloseTo(13_000 - 10_000 / 3);
  clock.found();
  expect(clock.left).toBe(8000);
  now += 8000;
  expect(clock.isOver).toBe(true);
});
