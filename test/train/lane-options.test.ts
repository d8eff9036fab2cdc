import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import type {Engine} from '../../src/engines/engine.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {reference} from '../../src/engines/reference/reference.js';
import {viewShape} from '../../src/features/view.js';
import type {TrainingOptions} from '../../src/models/families/family.js';
import {outputs} from '../../src/models/head.js';
import type {ModelShape, Task} from '../../src/models/model.js';
import {stepShape} from '../../src/train/compile.js';
import {type FittedLane, fitShard, initialState, type Lane} from '../../src/train/fit.js';
import {initialParameters, parameterSlices} from '../../src/train/parameters.js';
import {openUnit} from '../../src/train/unit-session.js';
import {viewRows} from '../../src/train/viewed-rows.js';
import {featureColumns} from '../helpers/columns.js';
import {networks} from '../helpers/networks.js';
import {randomRows} from '../helpers/rows.js';

const classes: Task = {kind: 'classification', labels: ['a', 'b', 'c']};

const numbers: Task = {kind: 'regression', mean: 0, scale: 1};
const sgd = {name: 'sgd', options: {}};

interface Variation {
  task: Task;
  /** What is different in lane 0, 1 and 2. */
  of(lane: number): Partial<TrainingOptions>;
}

const optimizer = (name: string, options: (lane: number) => TrainingOptions['optimizer']['options']) => ({
  task: classes,
  of: (lane: number) => ({optimizer: {name, options: options(lane)}}),
});

const withLoss = (task: Task, name: string, options: (lane: number) => Record<string, number>) => ({
  task,
  of: (lane: number) => ({loss: {name, options: options(lane)}}),
});

const schedules: TrainingOptions['schedule'][] = [
  {name: 'step', options: {gamma: 0.5, boundaries: [0.3, 0.6]}, warmUp: 0.2},
  {name: 'exponential-decay', options: {decayRate: 0.05}},
  {name: 'constant', options: {}, warmUp: 0.4},
];

const variations: Record<string, Variation> = {
  'the decay of adamw': optimizer('adamw', (lane) => ({weightDecay: 0.1 * lane, beta1: 0.8 + 0.05 * lane})),
  'the rate of sgd': optimizer('sgd', () => ({})),
  'the momentum of sgd': optimizer('sgd', (lane) => ({momentum: 0.5 + 0.2 * lane})),
  'the momentum of sgd, after Nesterov': optimizer('sgd', (lane) => ({
    momentum: 0.5 + 0.2 * lane,
    nesterov: true,
  })),
  'the rho of rmsprop': optimizer('rmsprop', (lane) => ({
    rho: 0.99 - 0.1 * lane,
    epsilon: 1e-6 * (lane + 1),
  })),
  'the momentum of rmsprop, centered': optimizer('rmsprop', (lane) => ({
    centered: true,
    rho: 0.9 - 0.1 * lane,
    momentum: 0.3 + 0.3 * lane,
  })),
  'the schedule of their rate, and how it warms up': {
    task: classes,
    of: (lane) => ({
      schedule: schedules[lane]!,
      learningRate: 0.02,
    }),
  },
  'the norm that they clip to': {task: classes, of: (lane) => ({clipNorm: 0.05 * 4 ** lane, optimizer: sgd})},
  'the weights of their classes': {
    task: classes,
    of: (lane) => ({
      loss: {name: 'sparse-categorical-crossentropy', options: {}, classWeights: [1, 1 + lane, 0.5 * lane]},
    }),
  },
  'label smoothing': withLoss(classes, 'categorical-crossentropy', (lane) => ({
    labelSmoothing: 0.1 + 0.1 * lane,
  })),
  'label smoothing of one logit': withLoss(
    {kind: 'classification', labels: ['a', 'b']},
    'binary-crossentropy',
    (lane) => ({labelSmoothing: 0.1 + 0.1 * lane}),
  ),
  'rates for the absolute error': withLoss(numbers, 'mean-absolute-error', () => ({})),
  "Huber's delta": withLoss(numbers, 'huber', (lane) => ({delta: 0.2 + 0.4 * lane})),
  'the quantile that they aim at': withLoss(numbers, 'quantile', (lane) => ({tau: 0.25 * (lane + 1)})),
};

describe.each(Object.entries(variations))('lanes that differ in %s', (_name, {task, of}) => {
  const input = {numeric: 3, missing: [1], codes: [4, 5]};
  const random = randomStream(1, 'rows');
  const target = task.kind === 'regression' ? () => random.normal() : () => random.integer(outputs(task));
  const rows = randomRows(random, {rows: 70, ...input, target});
  const columns = featureColumns(input);
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  const family = networks.mlp!;
  const logits = of(0).loss?.name === 'binary-crossentropy' ? 1 : outputs(task);
  const shape: ModelShape = {
    columns,
    task,
    layers: family.layers({...family.default, units: 8}, view, logits),
  };
  const usual: TrainingOptions = {...family.training(family.default, 70), batchSize: 16};
  const start = initialParameters(parameterSlices(shape), 1);
  const lanes = [0, 1, 2].map((at): Lane => {
    const training = {...usual, learningRate: 0.01 * (at + 1), ...of(at)};
    return {state: initialState(start.slice(), stepShape(training).optimizer), training, steps: 10};
  });

  it('are one group, each other than its neighbours, and on the reference, bit for bit, what each is alone', async () => {
    expect(new Set(lanes.map(({training}) => JSON.stringify(stepShape(training)))).size).toBe(1);
    const together = await trained(reference, lanes);
    for (const [at, lane] of lanes.entries()) {
      expect(together[at]).toEqual((await trained(reference, [lane]))[0]);
      expect(together[at]!.state.parameters).not.toEqual(together[(at + 1) % 3]!.state.parameters);
    }
  });

  it('are on onnxruntime within 1e-5 of what each is alone', async () => {
    const together = await trained(onnxruntime, lanes);
    for (const [at, lane] of lanes.entries()) {
      const [alone] = await trained(onnxruntime, [lane]);
      expect(Math.abs(together[at]!.loss / alone!.loss - 1)).toBeLessThan(1e-5);
      const scale = Math.max(...alone!.state.parameters.map(Math.abs));
      together[at]!.state.parameters.forEach((value, i) => {
        expect(Math.abs(value - alone!.state.parameters[i]!) / scale).toBeLessThan(1e-5);
      });
    }
  });

  async function trained(engine: Engine, some: readonly Lane[]): Promise<FittedLane[]> {
    const session = await openUnit(engine, shape, stepShape(some[0]!.training), some.length);
    const shard = await viewRows(reference, columns, rows);
    const fitted = await fitShard(session, shard, task, some, randomStream(2, 'order'));
    await session.close();
    return fitted;
  }
});
