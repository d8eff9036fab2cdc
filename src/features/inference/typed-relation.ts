import {sampleColumns} from '../../data/column-samples.js';
import type {Database} from '../../data/database.js';
import {type ColumnProfile, profileColumns} from '../../data/profile.js';
import type {Tell} from '../../data/tell.js';
import {classify, type Verdict} from './classifier.js';
import {summaryOf} from './profiled-column.js';
import {reasonFor} from './reason.js';

/** A column with the type that the classifier gives it. */
export interface TypedColumn {
  profile: ColumnProfile;
  type: string;
  /** 0 … 1, two digits. */
  confidence: number;
  /** In words that a person can check against the data. */
  reason: string;
  ranking: Verdict['ranking'];
}

/** Looks at every column of a relation, and gives each its feature type. */
export async function typeRelation(
  database: Database,
  relation: string,
  tell: Tell = () => {},
): Promise<TypedColumn[]> {
  const profiles = await profileColumns(database, relation, tell);
  const samples = await sampleColumns(database, relation, profiles, profiles[0]?.rows ?? 0);
  const verdicts = await classify(profiles.map((profile, at) => summaryOf(profile, samples[at]!)));
  return profiles.map((profile, at) => {
    const {ranking} = verdicts[at]!;
    const [{type, probability}] = ranking as [{type: string; probability: number}];
    const confidence = Math.round(probability * 100) / 100;
    return {profile, type, confidence, ranking, reason: reasonFor(type, profile, samples[at]!)};
  });
}
