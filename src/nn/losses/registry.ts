import type {Registry} from '../../base/registry.js';
import type {Loss} from './loss.js';
import {meanSquaredError} from './mean-squared-error.js';
import {sparseCategoricalCrossentropy} from './sparse-categorical-crossentropy.js';

/** The losses, by Keras's names. */
export const losses: Registry<Loss> = {
  'mean-squared-error': meanSquaredError,
  'sparse-categorical-crossentropy': sparseCategoricalCrossentropy,
};
