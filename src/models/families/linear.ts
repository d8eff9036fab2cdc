import type {LayerSpec} from '../model.js';
import type {Family} from './family.js';

/** Logistic or linear regression: a weight for every standardized number and for every category. */
export const linear: Family = {
  summary: 'Logistic or linear regression over numbers and one-hot categories.',
  space: {
    learningRate: {type: 'log-uniform', low: 0.003, high: 0.05},
    weightDecay: {type: 'log-uniform', low: 1e-4, high: 0.3},
    batchSize: {type: 'choice', values: [64, 256]},
  },
  layers: (_point, {numeric, categorical}, outputs) => {
    const categories: LayerSpec[] = [
      {
        layer: 'embedding',
        inputs: ['categorical'],
        options: {inputDim: categorical.size, outputDim: outputs, embeddingsInitializer: 'zeros'},
      },
      {layer: 'global-sum-pooling-1d', options: {}, name: 'categories'},
    ];
    const numbers: LayerSpec = {
      layer: 'dense',
      inputs: ['numeric'],
      options: {units: outputs},
      name: 'numbers',
    };
    const sum: LayerSpec = {layer: 'add', inputs: ['numbers', 'categories'], options: {}};
    if (numeric === 0) return categories;
    return categorical.columns === 0 ? [numbers] : [...categories, numbers, sum];
  },
  training: ({learningRate, weightDecay, batchSize}) => ({
    learningRate: Number(learningRate),
    weightDecay: Number(weightDecay),
    batchSize: Number(batchSize),
  }),
  example: {learningRate: 0.03, weightDecay: 0.001, batchSize: 64},
};
