import type {Json} from '../base/json.js';
import type {Database} from '../data/database.js';
import type {ColumnProfile} from '../data/profile.js';
import type {TypeOptions} from './types/feature-type.js';
import {featureTypes} from './types/registry.js';

/** What a column's type learns of it from the rows of `relation`. */
export async function fitColumn(
  database: Database,
  relation: string,
  type: string,
  profile: ColumnProfile,
  options?: TypeOptions,
): Promise<Json> {
  const featureType = featureTypes[type]!;
  const {name, raw} = profile;
  const statement = featureType.fit({name, raw, profile, options}, relation);
  return featureType.fitted(statement === undefined ? [] : await database.rows(statement), {
    raw,
    profile,
    options,
  });
}
