import type {Registry} from '../../base/registry.js';
import {categorical} from './categorical.js';
import {contextSpecific} from './context-specific.js';
import {datetime} from './datetime.js';
import {embeddedNumber} from './embedded-number.js';
import type {FeatureType} from './feature-type.js';
import {list} from './list.js';
import {notGeneralizable} from './not-generalizable.js';
import {numeric} from './numeric.js';
import {sentence} from './sentence.js';
import {url} from './url.js';

/** Every feature type, by the name that it has in the manifest. */
export const featureTypes: Registry<FeatureType> = {
  categorical,
  'context-specific': contextSpecific,
  datetime,
  'embedded-number': embeddedNumber,
  list,
  'not-generalizable': notGeneralizable,
  numeric,
  sentence,
  url,
};
