import {sampleColumns} from '../../data/column-samples.js';
import type {Database} from '../../data/database.js';
import {type ColumnProfile, profileColumns} from '../../data/profile.js';
import type {Tell} from '../../data/tell.js';
import {classify, type Verdict} from './classifier.js';
import {summaryOf} from './profiled-column.js';

/** A column with what the classifier thinks of it. */
export interface RankedColumn extends Verdict {
  profile: ColumnProfile;
  samples: readonly (string | null)[];
}

/** Looks at every column of a relation, and ranks the feature types that each may have. */
export async function rankTypes(
  database: Database,
  relation: string,
  tell: Tell = () => {},
): Promise<RankedColumn[]> {
  const profiles = await profileColumns(database, relation, tell);
  tell('typing');
  const samples = await sampleColumns(database, relation, profiles, profiles[0]?.rows ?? 0);
  const verdicts = await classify(profiles.map((profile, at) => summaryOf(profile, samples[at]!)));
  return profiles.map((profile, at) => ({profile, samples: samples[at]!, ...verdicts[at]!}));
}
