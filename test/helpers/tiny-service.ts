import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ModelSignature} from '../../src/base/signature.js';
import {floats} from '../../src/base/tensor.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';

export const tinySignature: ModelSignature = {
  name: 'birds',
  version: '3',
  adl: '0.1.0',
  task: 'classification',
  inputs: [
    {name: 'Speed IAS', datatype: 'FP64'},
    {name: 'sky', datatype: 'BYTES'},
  ],
  outputs: [
    {name: 'label', datatype: 'BYTES', shape: [-1]},
    {name: 'probabilities', datatype: 'FP32', shape: [-1, 2]},
  ],
  labels: ['no', 'yes'],
};

/** A folder with a small real model: damage is likelier at speed and under clouds. */
export async function tinyModelFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'adl-model-'));
  await writeFile(join(folder, 'model.onnx'), encodeModel(tinyGraph()));
  await writeFile(join(folder, 'signature.json'), JSON.stringify(tinySignature));
  return folder;
}

function tinyGraph(): Graph {
  const graph = new Graph();
  const speed = graph.emit('Cast', [graph.input('Speed IAS', 'double', ['N'])], {to: 'float'});
  const sky = graph.emit('LabelEncoder', [graph.input('sky', 'string', ['N'])], {
    keys_strings: ['', 'clear', 'cloudy'],
    values_floats: [0, -1, 1],
    default_float: 0.5,
  });
  const known = graph.emit('Where', [graph.emit('IsNaN', [speed]), graph.scalar(100), speed]);
  const scaled = graph.emit('Div', [graph.emit('Sub', [known, graph.scalar(100)]), graph.scalar(50)]);
  const score = graph.emit('Reshape', [graph.emit('Add', [scaled, sky]), graph.integers([-1, 1])]);
  const logits = graph.emit('Mul', [score, graph.constant(floats([1, 2], [-1, 1]))]);
  const code = graph.emit('ArgMax', [logits], {axis: 1, keepdims: 0});
  graph.output(
    'label',
    graph.emit('LabelEncoder', [code], {keys_int64s: [0, 1], values_strings: ['no', 'yes']}),
  );
  graph.output('probabilities', graph.emit('Softmax', [logits], {axis: 1}));
  return graph;
}
