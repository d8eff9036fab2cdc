import type {Registry} from '../../base/registry.js';
import {none} from './none.js';
import {power} from './power.js';
import {quantileBins} from './quantile-bins.js';
import {robust} from './robust.js';
import type {Scaler} from './scaler.js';
import {standard} from './standard.js';
import {uniformBins} from './uniform-bins.js';

/** Every scaler, by the name that it has in the manifest. */
export const scalers: Registry<Scaler> = {
  none,
  power,
  'quantile-bins': quantileBins,
  robust,
  standard,
  'uniform-bins': uniformBins,
};
