import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats, type Tensor, tensor} from '../../src/base/tensor.js';
import {viewShape} from '../../src/features/view.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';
import {families} from '../../src/models/families/registry.js';
import {outputs} from '../../src/models/head.js';
import type {ModelShape, Task} from '../../src/models/model.js';
import {compileStep, slotNames} from '../../src/train/compile.js';
import {initialParameters, parameterSlices} from '../../src/train/parameters.js';
import {featureColumns} from '../helpers/columns.js';
import {numericSlope, outputOf} from '../helpers/finite-differences.js';

const tasks: Task[] = [
  {kind: 'classification', labels: ['a', 'b', 'c']},
  {kind: 'regression', mean: 2, scale: 3},
];

describe.each(Object.entries(families))('the compiled step of %s', (_name, family) => {
  it.each(tasks)('has the gradient of finite differences, from loss to every weight: %o', (task) => {
    const shape = shapeOf(family.layers, family.default, task);
    const graph = compileStep(shape, 4);
    const feeds = feedsOf(shape, 4);
    // With no momentum yet, Adam's first one is (1 − β₁) times the gradient.
    const analytic = outputOf(graph, feeds, 'next-momentum').map((value) => value / 0.1);
    analytic.forEach((slope, at) => {
      expect(slope).toBeCloseTo(numericSlope(graph, feeds, 'parameters', at), 4);
    });
  });

  it('adds λ w to the gradient of every weight but the biases, and nothing to the loss', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    const graph = compileStep(shape, 4);
    const feeds = feedsOf(shape, 4);
    const penalized = {...feeds, l2: floats([], [0.5])};
    const [without, with_] = [feeds, penalized].map((all) => outputOf(graph, all, 'next-momentum'));
    const weights = feeds.parameters!.data as Float32Array;
    for (const {shape: own, offset, length} of parameterSlices(shape))
      for (let at = offset; at < offset + length; at += 1) {
        const added = own.length > 1 ? 0.5 * weights[at]! : 0;
        expect(with_![at]! / 0.1 - without![at]! / 0.1).toBeCloseTo(added, 6);
      }
    expect(outputOf(graph, penalized, 'loss')).toEqual(outputOf(graph, feeds, 'loss'));
  });

  it('is not moved by rows of weight zero', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    const graph = compileStep(shape, 4);
    const feeds = feedsOf(shape, 4);
    const masked = {...feeds, 'row-weight': floats([4], [1, 1, 1, 0])};
    const changed = {...masked, target: tensor('int32', [4], Int32Array.of(0, 2, 1, 0))};
    const other = {...masked, target: tensor('int32', [4], Int32Array.of(0, 2, 1, 2))};
    expect(outputOf(graph, changed, 'next-parameters')).toEqual(outputOf(graph, other, 'next-parameters'));
    expect(outputOf(graph, masked, 'loss')).not.toEqual(outputOf(graph, feeds, 'loss'));
  });

  it('compiles to the same bytes each time', () => {
    const shape = shapeOf(family.layers, family.default, tasks[0]!);
    expect(encodeModel(compileStep(shape, 8))).toEqual(encodeModel(compileStep(shape, 8)));
  });
});

function shapeOf(
  layers: (typeof families)[string]['layers'],
  point: (typeof families)[string]['default'],
  task: Task,
): ModelShape {
  const columns = featureColumns({numeric: 3, missing: [1], codes: [4, 3]});
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  return {columns, task, layers: layers({...point, units: 5}, view, outputs(task))};
}

function feedsOf(shape: ModelShape, rows: number): Record<string, Tensor> {
  const random = randomStream(9, 'feeds');
  const draw = (length: number) => Array.from({length}, () => random.normal());
  const start = initialParameters(parameterSlices(shape), 5).map((value) => value + 0.3 * random.normal());
  const numeric = draw(rows * 3);
  numeric[4] = Number.NaN;
  const isClassified = shape.task.kind === 'classification';
  return {
    numeric: floats([rows, 3], numeric),
    codes: tensor('int32', [rows, 2], Int32Array.of(0, 2, 3, 1, 3, 0, 1, 1)),
    target: isClassified ? tensor('int32', [rows], Int32Array.of(0, 2, 1, 1)) : floats([rows], draw(rows)),
    'row-weight': floats([rows], [1, 1, 1, 1]),
    parameters: floats([start.length], start),
    ...Object.fromEntries(
      slotNames.map((name) => [name, floats([start.length], new Float32Array(start.length))]),
    ),
    step: floats([], [1]),
    'learning-rate': floats([], [0.01]),
    l2: floats([], [0]),
  };
}
