import type {ColumnProfile} from '../../data/profile.js';
import {type ColumnSummary, numbersUnlessZero} from './column-summary.js';

/** What the classifier sees of a column in DuckDB. */
export function summaryOf(profile: ColumnProfile, samples: readonly (string | null)[]): ColumnSummary {
  const {name, rows, missingWords, distinctMissingWords} = profile;
  return {
    ...{name, rows, samples, numbers: numbersOf(profile)},
    missing: profile.missing + missingWords,
    distinct: profile.distinct - distinctMissingWords,
  };
}

/** Text counts as numbers where all of it is, but for words for what is missing. */
function numbersOf(profile: ColumnProfile): ColumnSummary['numbers'] {
  const {raw, rows, missing, missingWords, numericShare} = profile;
  const {mean, deviation, minimum, maximum} = profile;
  const present = rows - missing;
  const isNumeric = raw === 'number' || Math.round(numericShare * present) === present - missingWords;
  if (!isNumeric || mean === undefined || deviation === undefined) return undefined;
  return numbersUnlessZero({mean, deviation, minimum: minimum!, maximum: maximum!});
}
