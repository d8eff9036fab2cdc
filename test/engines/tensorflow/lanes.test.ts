import {describe, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {reference} from '../../../src/engines/reference/reference.js';
import {tensorflow} from '../../../src/engines/tensorflow/tensorflow.js';
import {viewShape} from '../../../src/features/view.js';
import {outputs} from '../../../src/models/head.js';
import type {ModelShape, Task} from '../../../src/models/model.js';
import {stepShape} from '../../../src/train/compile.js';
import {type FittedLane, fitShard, initialState, type Lane} from '../../../src/train/fit.js';
import {initialParameters, parameterSlices} from '../../../src/train/parameters.js';
import {openUnit} from '../../../src/train/unit-session.js';
import {viewRows} from '../../../src/train/viewed-rows.js';
import {featureColumns} from '../../helpers/columns.js';
import {networks} from '../../helpers/networks.js';
import {randomRows} from '../../helpers/rows.js';

const input = {numeric: 3, missing: [1], codes: [4, 5]};
const task: Task = {kind: 'classification', labels: ['a', 'b', 'c']};
const random = randomStream(1, 'rows');
const rows = randomRows(random, {rows: 70, ...input, target: () => random.integer(3)});
const columns = featureColumns(input);
const view = viewShape(columns.flatMap(({encoded}) => encoded));

describe.each(Object.entries(networks))('lanes of %s', (_name, family) => {
  const shape: ModelShape = {columns, task, layers: family.layers(family.default, view, outputs(task))};
  const usual = {...family.training(family.default, 70), batchSize: 16};
  const lanes: Lane[] = [0.001, 0.01, 0.1].map((learningRate, at) => ({
    state: initialState(initialParameters(parameterSlices(shape), at)),
    training: {...usual, learningRate, l2: 0.01 * (at + 1)},
    steps: 10,
  }));

  it.each(['wasm', 'cpu'])(
    'are on %s what each is alone, and do not feel that another diverges',
    async (device) => {
      const wild: Lane = {
        ...lanes[1]!,
        state: initialState(new Float32Array(lanes[1]!.state.parameters.length).fill(3e38)),
      };
      const [first, broken, last] = await trained([lanes[0]!, wild, lanes[2]!], device);
      expect(Number.isFinite(broken!.loss)).toBe(false);
      for (const [lane, together] of [
        [lanes[0]!, first!],
        [lanes[2]!, last!],
      ] as const) {
        const [alone] = await trained([lane], device);
        expect(Math.abs(together.loss / alone!.loss - 1)).toBeLessThan(1e-5);
        const scale = Math.max(...alone!.state.parameters.map(Math.abs));
        together.state.parameters.forEach((value, i) => {
          expect(Math.abs(value - alone!.state.parameters[i]!) / scale).toBeLessThan(1e-5);
        });
      }
    },
  );

  async function trained(some: readonly Lane[], device: string): Promise<FittedLane[]> {
    const session = await openUnit(tensorflow, shape, stepShape(usual), some.length, {device});
    const shard = await viewRows(reference, columns, rows);
    const fitted = await fitShard(session, shard, task, some, randomStream(2, 'order'));
    await session.close();
    return fitted;
  }
});
