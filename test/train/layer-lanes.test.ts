import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, it} from 'vitest';
import {permutation, randomStream} from '../../src/base/random.js';
import type {Engine} from '../../src/engines/engine.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {reference} from '../../src/engines/reference/reference.js';
import {tensorflow} from '../../src/engines/tensorflow/tensorflow.js';
import {onnx} from '../../src/export/formats/onnx.js';
import {openScorer} from '../../src/lifecycle/scorer.js';
import type {LayerSpec, ModelShape, Task} from '../../src/models/model.js';
import {readCheckpoint, writeCheckpoint} from '../../src/train/checkpoint.js';
import {compileLanes, compilePredictions, stepShape} from '../../src/train/compile.js';
import {type FittedLane, fitShard, initialState, type Lane} from '../../src/train/fit.js';
import {withoutScalars} from '../../src/train/layer-inputs.js';
import {initialParameters, namedWeights, parameterSlices} from '../../src/train/parameters.js';
import {predictRows} from '../../src/train/predict.js';
import {rowWidths} from '../../src/train/rows.js';
import {openUnit} from '../../src/train/unit-session.js';
import {viewRows} from '../../src/train/viewed-rows.js';
import {featureColumns} from '../helpers/columns.js';
import {networks} from '../helpers/networks.js';
import {randomRows} from '../helpers/rows.js';

const input = {numeric: 3, codes: []};
const task: Task = {kind: 'classification', labels: ['a', 'b', 'c']};
const columns = featureColumns(input);
const random = randomStream(1, 'rows');
const rows = randomRows(random, {rows: 70, ...input, target: ([x]) => Math.abs(Math.round(x!)) % 3});
const bins = [-1, 0, 0.5, 2];

const shape = shapeOf(0.25);
const usual = {...networks.mlp!.training(networks.mlp!.default, 70), batchSize: 16};

/** Lanes that differ in their rates of dropout, seeds and learning rates. */
const lanes = [0, 0.25, 0.5].map(
  (rate, at): Lane => ({
    state: initialState(initialParameters(parameterSlices(shape), at)),
    training: {...usual, learningRate: 0.001 * (at + 1), l2: 0.01 * (at + 1)},
    steps: 10,
    layers: shapeOf(rate).layers,
    seed: 40 + at,
  }),
);

it('on the reference lanes with every layer are, bit for bit, what each is alone', async () => {
  const together = await trained(reference, lanes);
  for (const [at, lane] of lanes.entries())
    expect(together[at]).toEqual((await trained(reference, [lane]))[0]);
});

it.each([onnxruntime, tensorflow])('on $summary they are within 1e-5 of it', async (engine) => {
  const together = await trained(engine, lanes);
  for (const [at, lane] of lanes.entries()) {
    const [alone] = await trained(engine, [lane]);
    expect(Math.abs(together[at]!.loss / alone!.loss - 1)).toBeLessThan(1e-5);
    const scale = Math.max(...alone!.state.parameters.map(Math.abs));
    together[at]!.state.parameters.forEach((value, i) => {
      expect(Math.abs(value - alone!.state.parameters[i]!) / scale).toBeLessThan(1e-5);
    });
  }
});

it('takes other masks with another seed, and the same after a stop', async () => {
  const lane = lanes[1]!;
  const [first] = await trained(onnxruntime, [lane]);
  const [other] = await trained(onnxruntime, [{...lane, seed: 7}]);
  expect(other!.loss).not.toBe(first!.loss);
  const [onward] = await trained(onnxruntime, [{...lane, state: first!.state}]);
  const file = join(mkdtempSync(join(tmpdir(), 'adl-lanes-')), 'state');
  await writeCheckpoint(file, first!.state);
  const kept = await readCheckpoint(file);
  rmSync(dirname(file), {recursive: true});
  expect((await trained(onnxruntime, [{...lane, state: kept}]))[0]).toEqual(onward);
  // steps 6 to 10 have masks of their own
  const [again] = await trained(onnxruntime, [{...lane, state: {...first!.state, step: 0}}]);
  expect(again!.loss).not.toBe(onward!.loss);
});

it('lets lanes differ in what is a number of the lane, and in nothing else', () => {
  expect(withoutScalars(shapeOf(0.1).layers)).toEqual(withoutScalars(shapeOf(0.4).layers));
  expect(withoutScalars(shapeOf(0.1, 5).layers)).not.toEqual(withoutScalars(shapeOf(0.1).layers));
  const nodes = [2, 16].map((count) => compileLanes(shape, stepShape(usual), count).nodes.length);
  expect(nodes[0]).toBe(nodes[1]);
});

it('carries running moments that the gradient does not touch, with a ragged last batch counted by its rows', async () => {
  const layers: LayerSpec[] = [
    {layer: 'batch-normalization', options: {momentum: 0}},
    {layer: 'dense', options: {units: 3}},
  ];
  const simple = {columns, task, layers};
  const state = initialState(initialParameters(parameterSlices(simple), 1));
  const session = await openUnit(onnxruntime, simple, stepShape({...usual, batchSize: 64}), 1);
  const shard = await viewRows(onnxruntime, columns, rows);
  const training = {...usual, batchSize: 64, l2: 1};
  const [fitted] = await fitShard(
    session,
    shard,
    task,
    [{state, training, steps: 2}],
    randomStream(2, 'order'),
  );
  await session.close();
  // with a momentum of 0 the running moments are those of the last batch: the six rows that the first left
  const order = lastRows(6);
  const column = order.map((row) => shard.numeric[row * 3]!);
  const mean = column.reduce((sum, value) => sum + value, 0) / 6;
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6;
  const moments = namedWeights(parameterSlices(simple), fitted!.state.parameters);
  expect(moments.get('0.batch-normalization.moving-mean')!.data[0]).toBeCloseTo(mean, 5);
  expect(moments.get('0.batch-normalization.moving-variance')!.data[0]).toBeCloseTo(variance, 5);
});

it('predicts in its ONNX file what it predicts here, without chance', async () => {
  const [fitted] = await trained(onnxruntime, [lanes[1]!]);
  const {parameters} = fitted!.state;
  const session = await onnxruntime.open(compilePredictions(shape));
  const here = await predictRows(session, rows, rowWidths(columns), parameters);
  await session.close();
  const weights = namedWeights(parameterSlices(shape), parameters);
  const facts = {name: 'birds', version: '1', adl: '0.1.0', run: '0001'};
  const {bytes, signature} = onnx.write({...shape, family: 'mlp', weights}, facts);
  const scorer = await openScorer(bytes, signature);
  const raw = columns.map(({name}, at): [string, Float64Array] => [
    name,
    Float64Array.from({length: rows.rows}, (_, row) => rows.numeric[row * 3 + at]!),
  ]);
  const {values} = await scorer.score({rows: rows.rows, columns: new Map(raw)});
  await scorer.close();
  Array.from(values).forEach((value, i) => expect(value).toBeCloseTo(here[i]!, 6));
});

/** A model that has every layer which differs between training and prediction, or has an op of its own. */
function shapeOf(rate: number, units = 8): ModelShape {
  const layers: LayerSpec[] = [
    {layer: 'batch-normalization', options: {momentum: 0.9}, name: 'normal'},
    {layer: 'periodic-embedding', inputs: ['numeric'], options: {frequencies: 3, sigma: 0.5}},
    {layer: 'dense', options: {units: 2, activation: 'relu'}},
    {layer: 'flatten', options: {}, name: 'periodic'},
    {
      layer: 'piecewise-linear-embedding',
      inputs: ['numeric'],
      options: {bins: [bins, [-1, 1], bins]},
      name: 'piecewise',
    },
    {layer: 'concatenate', inputs: ['normal', 'periodic', 'piecewise'], options: {}},
    {layer: 'dense', options: {units}},
    {layer: 'layer-normalization', options: {}},
    {layer: 'activation', options: {activation: 'gelu'}},
    {layer: 'dropout', options: {rate}},
    {layer: 'dense', options: {units: 3}},
  ];
  return {columns, task, layers};
}

async function trained(engine: Engine, some: readonly Lane[]): Promise<FittedLane[]> {
  const session = await openUnit(engine, shape, stepShape(usual), some.length);
  const shard = await viewRows(reference, columns, rows);
  const fitted = await fitShard(session, shard, task, some, randomStream(2, 'order'));
  await session.close();
  return fitted;
}

/** The rows that a pass in the order of these tests takes last. */
function lastRows(count: number): number[] {
  return [...permutation(70, randomStream(2, 'order'))].slice(-count);
}
