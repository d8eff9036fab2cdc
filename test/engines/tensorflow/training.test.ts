import {describe, expect, it} from 'vitest';
import {tensorflow} from '../../../src/engines/tensorflow/tensorflow.js';
import {viewShape} from '../../../src/features/view.js';
import {outputs} from '../../../src/models/head.js';
import type {Task} from '../../../src/models/model.js';
import {compilePredictions, compileStep, compileUnit, stepShape} from '../../../src/train/compile.js';
import {featureColumns} from '../../helpers/columns.js';
import {addPackages, copiedProgram, printed} from '../../helpers/copied-program.js';
import {networks} from '../../helpers/networks.js';

const tasks: Task[] = [
  {kind: 'classification', labels: ['a', 'b', 'c']},
  {kind: 'regression', mean: 2, scale: 3},
];

describe.each(Object.entries(networks))('%s', (_name, family) => {
  it.each(tasks)('needs no op that the engine lacks: %o', (task) => {
    for (const input of [
      {numeric: 3, missing: [1], codes: [4, 5]},
      {numeric: 0, codes: [4]},
      {numeric: 2, codes: []},
    ]) {
      const columns = featureColumns(input);
      const view = viewShape(columns.flatMap(({encoded}) => encoded));
      const shape = {columns, task, layers: family.layers(family.default, view, outputs(task))};
      const step = stepShape({...family.training(family.default, 100), l2: 0.1});
      const nodes = [
        compileUnit(shape, step, 2),
        compileStep(shape, step),
        compilePredictions(shape),
      ].flatMap((graph) => graph.nodes);
      expect(nodes.filter(({op}) => op in tensorflow.lacks)).toEqual([]);
    }
  });
});

interface Fitted {
  losses: number[];
  predictions: number[];
}

it('trains every family to the loss of the reference, where ONNX Runtime cannot be imported', () => {
  const folder = copiedProgram(['base', 'graph', 'engines', 'features', 'models', 'nn', 'train', 'trees']);
  addPackages(folder, ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', 'zod']);
  const {runtime, device, trained} = printed(folder, 'test/fixtures/train-on-tensorflow.js') as {
    runtime: string;
    device: string;
    trained: Record<string, {reference: Fitted; tensorflow: Fitted}>;
  };
  expect([runtime, device]).toEqual(['ERR_MODULE_NOT_FOUND', 'wasm']);
  expect(Object.keys(trained)).toEqual(Object.keys(networks));
  for (const {reference, tensorflow: actual} of Object.values(trained)) {
    reference.losses.forEach((loss, epoch) => {
      expect(Math.abs(actual.losses[epoch]! / loss - 1)).toBeLessThan(1e-3);
    });
    expect(reference.losses.at(-1)).toBeLessThan(0.8 * reference.losses[0]!);
    reference.predictions.forEach((value, at) => {
      expect(actual.predictions[at]).toBeCloseTo(value, 3);
    });
  }
});
