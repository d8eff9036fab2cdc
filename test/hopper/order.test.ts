import {setImmediate} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import type {Lane} from '../../src/hopper/lane.js';
import {Rehearsal} from '../../src/hopper/rehearsal.js';
import {type HopperOptions, runHopper} from '../../src/hopper/run.js';
import type {Unit} from '../../src/hopper/shop.js';
import type {Trial} from '../../src/hopper/trial.js';
import {usualTraining} from '../../src/models/families/family.js';

const training = {...usualTraining, learningRate: 0.1, l2: 0, batchSize: 32};
const shape = {family: 'linear', parameters: {}, layers: [], training, weights: 1, steps: 1};

/** Four configurations of two epochs, each a group, on two workers that do every unit at once. */
async function rehearsed(changes: Partial<HopperOptions>) {
  const asking = [1, 2, 3, 4];
  const execution = new Rehearsal(randomStream(1, 'rehearsal'));
  await runHopper({
    ...{execution, shouldStop: () => false, seed: 0, script: [], listens: false, workers: 2},
    ...{holders: [[0], [1]], evaluation: 'once', order: 'virtual', window: () => 4},
    search: {
      ask: () => {
        const trial = asking.shift();
        return trial === undefined ? undefined : {trial, epochs: 2, family: 'linear', parameters: {}};
      },
      tell: () => undefined,
    },
    grouping: {workers: 2, inTime: false},
    trialOf: (_, trial) => ({...shape, trial}) as Trial,
    costOf: () => ({train: [1, 1], evaluate: 1}),
    onTrial: () => {},
    onGroup: () => {},
    onRest: () => {},
    onDecision: () => {},
    steering: () => [],
    epochs: 2,
    ...changes,
  });
  return execution.units.map(({unit}) => unit);
}

it.each(['virtual', 'arrival'] as const)(
  'takes note of every unit that ends at one moment: order %s',
  async (order) => {
    expect((await rehearsed({order})).length).toBe(4 * 2 * 3);
  },
);

/** The first share of the validation rows takes longer than what comes after it. */
class SlowShare extends Rehearsal {
  override async begin(unit: Unit, lanes: readonly Lane[]): Promise<void> {
    await super.begin(unit, lanes);
    if (unit.kind === 'evaluate' && unit.shard === 0) await setImmediate();
  }
}

it('ends an epoch with the last of the shares that are scored at the same time', async () => {
  const slow = new SlowShare(randomStream(1, 'rehearsal'));
  await rehearsed({order: 'arrival', together: true, evaluation: 'each', execution: slow});
  expect(slow.units.length).toBe(4 * 2 * 4);
});
