import {expect, it} from 'vitest';
import {type Lane, newLane} from '../../src/hopper/lane.js';
import {Roster} from '../../src/hopper/roster.js';
import type {Trial} from '../../src/hopper/trial.js';
import {usualTraining} from '../../src/models/families/family.js';

const training = {...usualTraining, learningRate: 0.1, l2: 0, batchSize: 32};

const laneOf = (trial: number, until: number) =>
  newLane(
    {...{trial, family: 'linear', parameters: {}, layers: [], training}, weights: 1, steps: 1} as Trial,
    until,
    9,
  );

const numbers = (lanes: readonly Lane[]) => lanes.map(({trial}) => trial.trial);

it('has a configuration whose search asks for more of it at once in one group and not in two', () => {
  const roster = new Roster({workers: 1, inTime: false, merges: true, keepsFailed: false});
  const lane = laneOf(1, 1);
  roster.wait(lane);
  expect(roster.form()).toEqual([1]);
  lane.epochs = 1;
  lane.until = 3;
  roster.wait(lane);
  expect(numbers(roster.next(1))).toEqual([1]);
  expect(roster.form()).toEqual([]);
  expect(roster.size).toBe(1);
});

it('gives a configuration that comes back after a while a place again', () => {
  const roster = new Roster({workers: 1, inTime: false, merges: true, keepsFailed: false});
  const lane = laneOf(1, 1);
  roster.wait(lane);
  roster.form();
  lane.epochs = 1;
  expect(roster.next(1)).toEqual([]);
  lane.until = 2;
  roster.wait(lane);
  expect(roster.form().map((group) => numbers(roster.lanes(group)))).toEqual([[1]]);
});
