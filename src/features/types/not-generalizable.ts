import type {ColumnProfile} from '../../data/profile.js';
import {percent} from '../wording.js';
import type {Detection, FeatureType} from './feature-type.js';

/** Keys, names that occur once, columns with one value: what a model can learn by heart and never use again. */
export const notGeneralizable: FeatureType = {
  summary:
    'A key, a constant, or nothing: it says nothing about a row that was not seen. No input of a model.',
  usable: false,
  accepts: ['string', 'number'],
  detect,
  fit: () => undefined,
  fitted: () => null,
  columns: () => [],
  sql: () => [],
  graph: () => [],
  example: {raw: 'string', values: ['a1', 'b2', null]},
};

function detect(profile: ColumnProfile): Detection {
  const {rows, missing, distinct} = profile;
  const present = rows - missing;
  if (present === 0) return {confidence: 1, reason: 'There is no value in any row.'};
  if (distinct === 1) return {confidence: 0.97, reason: `Every value is the same, in ${present} rows.`};
  if (present < 20) return {confidence: 0.1, reason: `${present} values are too few to call it a key.`};
  return profile.raw === 'number' ? numbers(profile, present) : text(profile, present);
}

/** Every whole number of a range once, or a name that says so. */
function numbers({name, whole, distinct, minimum, maximum}: ColumnProfile, present: number): Detection {
  const isUnique = distinct === present;
  if (!whole || !isUnique)
    return {confidence: 0.05, reason: `${distinct} distinct values in ${present} rows.`};
  if (minimum! <= 1 && maximum! - minimum! + 1 === present)
    return {confidence: 0.9, reason: `Every whole number from ${minimum} to ${maximum} occurs once.`};
  const isNamed = /(^|[^a-z])(id|key|index|number|no)$/i.test(name) || /[a-z](Id|ID)$/.test(name);
  if (isNamed)
    return {confidence: 0.85, reason: `Every value occurs once, and the name says that it is a key.`};
  return {confidence: 0.3, reason: 'Every value occurs once.'};
}

function text({distinct, meanWords}: ColumnProfile, present: number): Detection {
  const share = distinct / present;
  const reason = `${percent(share)} of the ${present} values are distinct, with ${meanWords.toFixed(1)} words each.`;
  return {confidence: share > 0.9 ? 0.75 : share > 0.5 ? 0.5 : 0.05, reason};
}
