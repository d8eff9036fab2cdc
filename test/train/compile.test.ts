import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats, type Tensor, tensor} from '../../src/base/tensor.js';
import {viewShape} from '../../src/features/view.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';
import {head, outputs} from '../../src/models/head.js';
import type {ModelShape, Task} from '../../src/models/model.js';
import {optimizers} from '../../src/nn/optimizers/registry.js';
import {compileStep, type StepShape} from '../../src/train/compile.js';
import {initialParameters, parameterSlices} from '../../src/train/parameters.js';
import {type StateBlock, stateBlocks} from '../../src/train/state-blocks.js';
import {featureColumns} from '../helpers/columns.js';
import {numericSlope, outputOf} from '../helpers/finite-differences.js';
import {networks} from '../helpers/networks.js';

const step: StepShape = {batchSize: 4, optimizer: 'adam', penalized: false};

const tasks: Task[] = [
  {kind: 'classification', labels: ['a', 'b', 'c']},
  {kind: 'regression', mean: 2, scale: 3},
];

describe.each(Object.entries(networks))('the compiled step of %s', (_name, family) => {
  it.each(tasks)('has the gradient of finite differences, from loss to every weight: %o', (task) => {
    const shape = shapeOf(family.layers, family.default, task);
    const graph = compileStep(shape, step);
    const feeds = feedsOf(shape, 4);
    for (const {name} of blocksOf(shape)) {
      // With no momentum yet, what Adam keeps of it is the gradient.
      outputOf(graph, feeds, `next-momentum/${name}`).forEach((slope, at) => {
        expect(slope).toBeCloseTo(numericSlope(graph, feeds, `parameters/${name}`, at), 4);
      });
    }
  });

  it('adds λ w to the gradient of every weight but the biases, and nothing to the loss', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    const feeds = feedsOf(shape, 4);
    const penalized = {...feeds, l2: floats([], [0.5])};
    const plain = compileStep(shape, step);
    const graph = compileStep(shape, {...step, penalized: true});
    for (const {name, slices} of blocksOf(shape)) {
      const weights = feeds[`parameters/${name}`]!.data as Float32Array;
      const isBias = slices.flatMap(({shape: own, length}) => Array<boolean>(length).fill(own.length < 2));
      const without = outputOf(plain, feeds, `next-momentum/${name}`);
      outputOf(graph, penalized, `next-momentum/${name}`).forEach((slope, at) => {
        expect(slope - without[at]!).toBeCloseTo(isBias[at] ? 0 : 0.5 * weights[at]!, 6);
      });
    }
    expect(outputOf(graph, penalized, 'loss')).toEqual(outputOf(plain, feeds, 'loss'));
  });

  it('is not moved by rows of weight zero', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    const graph = compileStep(shape, step);
    const feeds = feedsOf(shape, 4);
    const masked = {...feeds, 'row-weight': floats([4], [1, 1, 1, 0])};
    const changed = {...masked, target: tensor('int32', [4], Int32Array.of(0, 2, 1, 0))};
    const other = {...masked, target: tensor('int32', [4], Int32Array.of(0, 2, 1, 2))};
    for (const {name} of blocksOf(shape)) {
      const next = `next-parameters/${name}`;
      expect(outputOf(graph, changed, next)).toEqual(outputOf(graph, other, next));
    }
    expect(outputOf(graph, masked, 'loss')).not.toEqual(outputOf(graph, feeds, 'loss'));
  });

  it('brings the norm of the whole gradient down to a limit, and leaves a smaller one', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    const feeds = feedsOf(shape, 4);
    const slopesOf = (graph: Graph, given: Record<string, Tensor>) =>
      blocksOf(shape).flatMap(({name}) => [...outputOf(graph, given, `next-momentum/${name}`)]);
    const plain = slopesOf(compileStep(shape, step), feeds);
    const norm = Math.hypot(...plain);
    const graph = compileStep(shape, {...step, clipped: true});
    for (const limit of [norm / 4, norm * 4]) {
      const clipped = slopesOf(graph, {...feeds, 'clip-norm': floats([], [limit])});
      expect(Math.hypot(...clipped)).toBeCloseTo(Math.min(norm, limit), 6);
      clipped.forEach((slope, at) => {
        expect(slope).toBeCloseTo(plain[at]! * Math.min(1, limit / norm), 6);
      });
    }
  });

  it('counts the rows of a class as often as its weight says', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    const feeds = feedsOf(shape, 4);
    // targets 0, 2, 1, 1
    const weighted = {...feeds, 'class-weights': floats([3], [2, 0, 3])};
    const graph = compileStep(shape, {...step, classWeighted: true});
    const [loss] = outputOf(graph, weighted, 'loss');
    const rowLoss = (row: number) => {
      const only = floats(
        [4],
        [0, 1, 2, 3].map((at) => Number(at === row)),
      );
      return outputOf(compileStep(shape, step), {...feeds, 'row-weight': only}, 'loss')[0]!;
    };
    expect(loss).toBeCloseTo((2 * rowLoss(0) + 3 * rowLoss(1)) / 4, 9);
  });

  it('compiles to the same bytes each time', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    expect(encodeModel(compileStep(shape, step))).toEqual(encodeModel(compileStep(shape, step)));
  });
});

const binary: Task = {kind: 'classification', labels: ['a', 'b']};

it('updates small weights together, and those that a layer replaces by themselves', () => {
  const {columns, task} = shapeOf(networks.linear!.layers, networks.linear!.default, binary);
  const dense = (units: number) => ({layer: 'dense', options: {units}});
  const layers = [dense(400), {layer: 'batch-normalization', options: {}}, dense(2)];
  expect(blocksOf({columns, task, layers}).map(({name, shape}) => [name, shape])).toEqual([
    ['0.dense.kernel', [4, 400]],
    ['1.batch-normalization.moving-mean', [400]],
    ['1.batch-normalization.moving-variance', [400]],
    ['small-weights', [400 + 2 * 400 + 800 + 2]],
  ]);
});

it.each<[string, Task, string]>([
  ['huber', tasks[0]!, '`huber` is for numbers, received classification'],
  [
    'sparse-categorical-crossentropy',
    tasks[1]!,
    '`sparse-categorical-crossentropy` is for classes, received regression',
  ],
  ['binary-crossentropy', tasks[0]!, '`binary-crossentropy` expected two classes, received 3'],
  ['binary-crossentropy', binary, '`binary-crossentropy` expected a model of 1 outputs, received 2'],
])('refuses %s where it does not fit', (loss, task, reason) => {
  const {layers, default: point} = networks.linear!;
  const refused = expect.objectContaining({
    code: 'MODEL_INVALID',
    message: `The loss does not fit: ${reason}.`,
  });
  expect(() => compileStep(shapeOf(layers, point, task), {...step, loss})).toThrow(refused);
});

it('predicts from one logit what two logits, one of them zero, predict', () => {
  const predicted = (width: number, data: number[]) => {
    const graph = new Graph();
    graph.output('p', head(graph, graph.input('logits', 'float', [3, width]), binary));
    return outputOf(graph, {logits: floats([3, width], data)}, 'p');
  };
  const [one, two] = [predicted(1, [-2, 0, 3]), predicted(2, [0, -2, 0, 0, 0, 3])];
  one.forEach((value, at) => {
    expect(value).toBeCloseTo(two[at]!, 12);
  });
});

function shapeOf(
  layers: (typeof networks)[string]['layers'],
  point: (typeof networks)[string]['default'],
  task: Task,
): ModelShape {
  const columns = featureColumns({numeric: 3, missing: [1], codes: [4, 3]});
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  return {columns, task, layers: layers({...point, units: 5}, view, outputs(task))};
}

function blocksOf(shape: ModelShape): StateBlock[] {
  return stateBlocks(parameterSlices(shape));
}

function feedsOf(shape: ModelShape, rows: number): Record<string, Tensor> {
  const random = randomStream(9, 'feeds');
  const draw = (length: number) => Array.from({length}, () => random.normal());
  const start = initialParameters(parameterSlices(shape), 5).map((value) => value + 0.3 * random.normal());
  const isClassified = shape.task.kind === 'classification';
  const {scalars, at, options} = optimizers.adam!;
  const numbers = at({step: 1, learningRate: 0.01, options: options.parse({})});
  return {
    // three numbers and the indicator of one; the second column's codes begin behind the first's
    numeric: floats([rows, 4], draw(rows * 4)),
    categorical: tensor('int32', [rows, 2], Int32Array.of(0, 6, 3, 5, 3, 4, 1, 5)),
    target: isClassified ? tensor('int32', [rows], Int32Array.of(0, 2, 1, 1)) : floats([rows], draw(rows)),
    'row-weight': floats([rows], [1, 1, 1, 1]),
    ...Object.fromEntries(
      blocksOf(shape).flatMap(({name, shape: own, slices}) => {
        const weights = slices.flatMap(({offset, length}) => [...start.subarray(offset, offset + length)]);
        return [
          [`parameters/${name}`, floats(own, weights)],
          [`momentum/${name}`, floats(own, new Float32Array(weights.length))],
          [`velocity/${name}`, floats(own, new Float32Array(weights.length))],
        ];
      }),
    ),
    ...Object.fromEntries(scalars.map((name, i) => [name, floats([], [numbers[i]!])])),
  };
}
