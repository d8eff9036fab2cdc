import type {Registry} from '../../base/registry.js';
import {categorical} from './categorical.js';
import {datetime} from './datetime.js';
import type {FeatureType} from './feature-type.js';
import {notGeneralizable} from './not-generalizable.js';
import {numeric} from './numeric.js';
import {sentence} from './sentence.js';

/** Every feature type, by the name that it has in the manifest. */
export const featureTypes: Registry<FeatureType> = {
  categorical,
  datetime,
  'not-generalizable': notGeneralizable,
  numeric,
  sentence,
};
