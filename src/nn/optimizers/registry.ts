import type {Registry} from '../../base/registry.js';
import {adam} from './adam.js';
import type {Optimizer} from './optimizer.js';

/** The optimizers, by Keras's names. */
export const optimizers: Registry<Optimizer> = {adam};
