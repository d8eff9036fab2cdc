import type {Json} from '../base/json.js';
import type {Database} from '../data/database.js';
import type {ColumnProfile} from '../data/profile.js';
import {featureTypes} from './types/registry.js';

/** What a column's type learns of it from the rows of `relation`. */
export async function fitColumn(
  database: Database,
  relation: string,
  type: string,
  profile: ColumnProfile,
  rare?: boolean,
): Promise<Json> {
  const featureType = featureTypes[type]!;
  const {name, raw} = profile;
  const statement = featureType.fit({name, raw, profile, rare}, relation);
  return featureType.fitted(statement === undefined ? [] : await database.rows(statement), {raw, profile});
}
