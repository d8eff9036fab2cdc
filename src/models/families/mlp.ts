import {z} from 'zod';
import type {LayerSpec} from '../model.js';
import {type NetworkFamily, usualLimits, usualTraining} from './family.js';

/** A multilayer perceptron over standardized numbers and embedded categories. */
export const mlp: NetworkFamily = {
  kind: 'network',
  summary: 'A multilayer perceptron over numbers and embedded categories.',
  space: {
    units: {type: 'choice', values: [32, 64, 128], shape: true},
    hiddenLayers: {type: 'choice', values: [1, 2], shape: true},
    embedding: {type: 'choice', values: [4, 8], shape: true},
    learningRate: {type: 'log-uniform', low: 5e-4, high: 0.01},
    alpha: {type: 'log-uniform', low: 0.1, high: 30},
    batchSize: {type: 'choice', values: [64, 256]},
  },
  accepts: {
    ...usualLimits,
    units: z.int().min(1).max(65_536),
    hiddenLayers: z.int().min(0).max(100),
    embedding: z.int().min(1).max(4096),
  },
  layers: ({units, hiddenLayers, embedding}, {numeric, categorical}, outputs) => {
    const embedded: LayerSpec[] = [
      {
        layer: 'embedding',
        inputs: ['categorical'],
        options: {inputDim: categorical.size, outputDim: embedding},
      },
      {layer: 'flatten', options: {}, name: 'embedded'},
    ];
    const inputs = [...(numeric > 0 ? ['numeric'] : []), ...(categorical.columns > 0 ? ['embedded'] : [])];
    const hidden = Array.from({length: Number(hiddenLayers)}, (): LayerSpec => {
      return {layer: 'dense', options: {units, activation: 'relu'}};
    });
    return [
      ...(categorical.columns > 0 ? embedded : []),
      {layer: 'concatenate', inputs, options: {}},
      ...hidden,
      {layer: 'dense', options: {units: outputs}},
    ];
  },
  training: ({learningRate, alpha, batchSize}, rows) => ({
    ...usualTraining,
    learningRate: Number(learningRate),
    l2: Number(alpha) / rows,
    batchSize: Number(batchSize),
  }),
  default: {units: 64, hiddenLayers: 1, embedding: 4, learningRate: 0.003, alpha: 1, batchSize: 64},
};
