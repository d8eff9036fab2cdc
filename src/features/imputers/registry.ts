import type {Registry} from '../../base/registry.js';
import {constant} from './constant.js';
import type {Imputer} from './imputer.js';
import {mean} from './mean.js';
import {median} from './median.js';
import {mode} from './mode.js';

/** Every imputer, by the name that it has in the manifest. */
export const imputers: Registry<Imputer> = {
  constant,
  mean,
  median,
  mode,
};
