import type {ColumnProfile} from '../data/profile.js';
import {featureTypes} from './types/registry.js';

/** Of a column's values, words for what is missing apart, how many there are and which share of them a type can read. */
export function readableShare(type: string, profile: ColumnProfile): {values: number; share: number} {
  const {accepts, readable} = featureTypes[type]!;
  const {raw, rows, missing, missingWords} = profile;
  const present = rows - missing;
  const values = present - missingWords;
  if (!accepts.includes(raw)) return {values, share: 0};
  return {values, share: values === 0 ? 1 : Math.min(1, (readable(profile) * present) / values)};
}
