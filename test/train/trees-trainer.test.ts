import {join} from 'node:path';
import {beforeAll, expect, it} from 'vitest';
import {readBuildInputs} from '../../src/lifecycle/build-inputs.js';
import {inputsOf} from '../../src/lifecycle/build-settings.js';
import {Cut} from '../../src/train/cut.js';
import {readGrove} from '../../src/train/grove-file.js';
import type {GrowLane} from '../../src/train/grow-lane.js';
import {TreesTrainer, type TreesTrainerOptions} from '../../src/train/trees-trainer.js';
import {usualTrees} from '../../src/trees/options.js';
import {lastingFolder, temporaryFolder} from '../helpers/adl.js';
import {sourcedProject} from '../helpers/birds.js';

let trainerWith: (more?: Partial<TreesTrainerOptions>) => TreesTrainer;

beforeAll(async () => {
  const {folder, snapshot} = await readBuildInputs(await sourcedProject(lastingFolder(), {rows: 400}));
  const files = (split: 'train' | 'validation') =>
    snapshot.splits[split].parts.map(({path}) => join(folder, path));
  const whole = {train: files('train'), validation: files('validation')};
  trainerWith = (more = {}) =>
    new TreesTrainer(inputsOf(snapshot), {
      ...{whole, threads: 1, clock: () => performance.now(), isCut: () => false},
      ...more,
    });
});

const options = {...usualTrees, objective: 'logistic', rounds: 400, patience: 20, learningRate: 0.3};
const lane = (more: Partial<GrowLane>): GrowLane => ({
  ...{trial: 1, options, outputs: 1, epoch: 1, epochs: 2, from: null, to: join(temporaryFolder(), 'to.ckpt')},
  ...more,
});

it('has a clone go on from where its parent was best, though that had stopped', async () => {
  const trainer = trainerWith();
  const parent = lane({});
  await trainer.grow(parent, 0);
  const stopped = await readGrove(parent.to);
  expect(stopped.grove.rounds.length).toBe(stopped.best!.rounds + 20);
  const again = lane({epoch: 2, from: parent.to});
  await trainer.grow(again, 0);
  expect((await readGrove(again.to)).grove).toEqual(stopped.grove);
  const clone = lane({trial: 2, epoch: 2, from: parent.to, options: {...options, learningRate: 0.01}});
  await trainer.grow(clone, 0);
  const grown = await readGrove(clone.to);
  expect(grown.grove.rounds.slice(0, stopped.best!.rounds)).toEqual(
    stopped.grove.rounds.slice(0, stopped.best!.rounds),
  );
  expect(grown.grove.rounds.length).toBeGreaterThan(stopped.best!.rounds);
  expect(grown.best!.loss).toBeLessThanOrEqual(stopped.best!.loss);
});

it('is cut off between rounds, and comes to the same when it is done again', async () => {
  const whole = lane({options: {...options, patience: null, rounds: 40}});
  const {sha256} = await trainerWith().grow(whole, 0);
  let asked = 0;
  const trainer = trainerWith({
    isCut: () => {
      asked += 1;
      return asked === 8;
    },
  });
  await expect(trainer.grow(whole, 0)).rejects.toThrow(Cut);
  expect((await trainer.grow(whole, 0)).sha256).toBe(sha256);
});
