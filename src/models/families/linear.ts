import type {LayerSpec} from '../model.js';
import {type NetworkFamily, usualLimits, usualTraining} from './family.js';

/**
 * Logistic or linear regression: a weight for every standardized number and for every category. `alpha` is
 * scikit-learn's: the strength of the L2 penalty on the sum of the rows' losses, 1/C of its LogisticRegression. A
 * penalty, because Adam takes as large steps for a rare category as for a common one.
 */
export const linear: NetworkFamily = {
  kind: 'network',
  summary: 'Logistic or linear regression over numbers and one-hot categories.',
  space: {
    learningRate: {type: 'log-uniform', low: 0.01, high: 0.1},
    alpha: {type: 'log-uniform', low: 0.1, high: 30},
    batchSize: {type: 'choice', values: [64, 256]},
  },
  accepts: usualLimits,
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
  training: ({learningRate, alpha, batchSize}, rows) => ({
    ...usualTraining,
    learningRate: Number(learningRate),
    l2: Number(alpha) / rows,
    batchSize: Number(batchSize),
  }),
  default: {learningRate: 0.05, alpha: 1, batchSize: 64},
};
