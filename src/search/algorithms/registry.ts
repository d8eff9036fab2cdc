import type {Registry} from '../../base/registry.js';
import type {AnyAlgorithm} from './algorithm.js';
import {asha} from './asha.js';
import {grid} from './grid.js';
import {halton} from './halton.js';
import {hyperband} from './hyperband.js';
import {pbt} from './pbt.js';
import {random} from './random.js';
import {successiveHalving} from './successive-halving.js';
import {tpe} from './tpe.js';

/** The search algorithms. */
export const algorithms: Registry<AnyAlgorithm> = {
  asha,
  grid,
  halton,
  hyperband,
  pbt,
  random,
  'successive-halving': successiveHalving,
  tpe,
};
