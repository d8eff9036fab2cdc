import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {reference} from '../../src/engines/reference/reference.js';
import {tensorflow} from '../../src/engines/tensorflow/tensorflow.js';
import {viewShape} from '../../src/features/view.js';
import {outputs} from '../../src/models/head.js';
import type {ModelShape, Task} from '../../src/models/model.js';
import {gridOf, valueAt} from '../../src/search/scale.js';
import type {Point} from '../../src/search/space.js';
import {compilePredictions, stepShape} from '../../src/train/compile.js';
import {evaluate} from '../../src/train/evaluate.js';
import {fitShard, initialState, type TrainingState} from '../../src/train/fit.js';
import {laneKey} from '../../src/train/lane-key.js';
import {initialParameters, parameterSlices} from '../../src/train/parameters.js';
import {predictRows} from '../../src/train/predict.js';
import {rowWidths} from '../../src/train/rows.js';
import {openUnit} from '../../src/train/unit-session.js';
import {viewRows} from '../../src/train/viewed-rows.js';
import {featureColumns} from '../helpers/columns.js';
import {networks} from '../helpers/networks.js';
import {randomRows} from '../helpers/rows.js';

const inputs = [
  {numeric: 3, missing: [1], codes: [4, 5]},
  {numeric: 2, codes: []},
  {numeric: 0, codes: [6]},
];
const classes: Task = {kind: 'classification', labels: ['a', 'b', 'c']};

describe.each(Object.entries(networks))('%s', (_name, family) => {
  const shapeOf = (input: (typeof inputs)[number], task: Task): ModelShape => {
    const columns = featureColumns(input);
    const view = viewShape(columns.flatMap(({encoded}) => encoded));
    return {columns, task, layers: family.layers(family.default, view, outputs(task))};
  };

  it.each(inputs)(
    'takes the same steps on onnxruntime and tensorflow as on the reference: %o',
    async (input) => {
      const shape = shapeOf(input, classes);
      const random = randomStream(1, 'rows');
      const rows = randomRows(random, {rows: 50, ...input, target: () => random.integer(3)});
      const training = {...family.training(family.default, 50), learningRate: 0.01, l2: 0.01, batchSize: 16};
      // off zero, where gradients can cancel and Adam would step by the sign of a rounding error
      const start = initialState(
        initialParameters(parameterSlices(shape), 7).map((value) => value + 0.1 * random.normal()),
      );
      const results: TrainingState[] = [];
      for (const engine of [reference, onnxruntime, tensorflow]) {
        const session = await openUnit(engine, shape, stepShape(training), 1);
        const shard = await viewRows(engine, shape.columns, rows);
        const lane = {state: start, training, steps: 4};
        const [fitted] = await fitShard(session, shard, classes, [lane], randomStream(2, 'order'));
        await session.close();
        results.push(fitted!.state);
      }
      expect(results[0]!.step).toBe(4);
      const [expected, ...others] = results.map(({parameters}) => parameters);
      for (const actual of others)
        actual.forEach((value, at) => expect(Math.abs(value - expected![at]!)).toBeLessThan(2e-5));
    },
  );

  it('has at most three values of what decides a graph, and marks what shapes its weights', () => {
    const view = viewShape(featureColumns(inputs[0]!).flatMap(({encoded}) => encoded));
    const modelOf = (point: Point) => ({
      layers: family.layers(point, view, 3),
      training: family.training(point, 1000),
    });
    for (const [name, parameter] of Object.entries(family.space)) {
      const values = new Set(Array.from({length: 200}, (_, at) => valueAt(parameter, at / 200)));
      const models = [...values].map((value) => modelOf({...family.default, [name]: value}));
      const keys = new Set(models.map(laneKey));
      const shapes = new Set(
        models.map(({layers}) =>
          JSON.stringify(parameterSlices({...shapeOf(inputs[0]!, classes), layers}).map(({shape}) => shape)),
        ),
      );
      expect(keys.size).toBeLessThanOrEqual(3);
      expect(parameter.shape ?? false).toBe(shapes.size > 1);
    }
  });

  it('accepts its space and its default, and says of each parameter what it accepts', () => {
    expect(Object.keys(family.accepts)).toEqual(expect.arrayContaining(Object.keys(family.space)));
    for (const [name, parameter] of Object.entries(family.space))
      for (const value of [...gridOf(parameter), family.default[name]])
        expect(family.accepts[name]!.safeParse(value).success).toBe(true);
  });

  it('learns what can be learned from numbers and categories', async () => {
    const input = inputs[0]!;
    const task: Task = {kind: 'classification', labels: ['no', 'yes']};
    const shape = shapeOf(input, task);
    const rows = randomRows(randomStream(3, 'rows'), {
      rows: 600,
      ...input,
      target: ([x], [c]) => Number(x! + (c! > 1 ? 1 : -1) > 0),
    });
    const scores = await train(shape, rows, 30);
    expect(scores.accuracy).toBeGreaterThan(0.95);
  });

  it('learns a number', async () => {
    const input = inputs[0]!;
    const task: Task = {kind: 'regression', mean: 100, scale: 20};
    const rows = randomRows(randomStream(4, 'rows'), {
      rows: 600,
      ...input,
      target: ([x], [c]) => 100 + 10 * x! + 10 * (c! - 1),
    });
    const scores = await train(shapeOf(input, task), rows, 40);
    expect(scores.r2).toBeGreaterThan(0.9);
  });

  async function train(shape: ModelShape, rows: ReturnType<typeof randomRows>, epochs: number) {
    const widths = rowWidths(shape.columns);
    const training = {...family.training(family.default, rows.rows), l2: 0};
    const session = await openUnit(onnxruntime, shape, stepShape(training), 1);
    const shard = await viewRows(onnxruntime, shape.columns, rows);
    let state = initialState(initialParameters(parameterSlices(shape), 7));
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const order = randomStream(5, 'order', epoch);
      const [fitted] = await fitShard(session, shard, shape.task, [{state, training, steps: 1e9}], order);
      state = fitted!.state;
    }
    const predictor = await onnxruntime.open(compilePredictions(shape));
    const predictions = await predictRows(predictor, rows, widths, state.parameters);
    await Promise.all([session.close(), predictor.close()]);
    return evaluate(shape.task, rows.target, predictions);
  }
});
