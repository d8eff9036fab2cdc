import type {Registry} from '../../base/registry.js';
import type {Algorithm} from './algorithm.js';
import {grid} from './grid.js';
import {random} from './random.js';

/** The search algorithms. */
export const algorithms: Registry<Algorithm> = {grid, random};
