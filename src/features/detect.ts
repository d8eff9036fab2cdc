import type {ColumnProfile} from '../data/profile.js';
import type {RankedColumn} from './inference/ranked-column.js';
import {reasonFor} from './inference/reason.js';
import {readableShare} from './readable.js';
import {percent} from './wording.js';

export interface DetectedType {
  type: string;
  /** 0 … 1; 1 is for what is said, and for what cannot be otherwise. */
  confidence: number;
  reason: string;
}

/** A type that fewer of the values can be read as is none that a column can have. */
const leastReadable = 0.5;

/** Of fewer rows none can say that its values never come again. */
const fewestOfKey = 20;

/**
 * The type of a column: what a person said, else what cannot be otherwise, else the most probable one of those that its values
 * can be read as.
 */
export function detectType(column: RankedColumn, said?: string): DetectedType {
  if (said !== undefined) return {type: said, confidence: 1, reason: 'The manifest says so.'};
  const {profile, samples, ranking} = column;
  const sure = whatIsSure(profile);
  if (sure) return sure;
  const readable = ranking.filter(({type}) => canRead(type, profile));
  const {type, probability} = readable[0]!;
  const confidence = Math.min(0.99, Math.round(probability * 100) / 100);
  const reason = reasonFor(type, profile, samples);
  const [first] = ranking;
  const isFirst = first!.type === type || first!.type === 'not-generalizable';
  return {type, confidence, reason: isFirst ? reason : `${reason} ${unreadable(first!.type, profile)}`};
}

function whatIsSure({rows, missing, distinct}: ColumnProfile): DetectedType | undefined {
  const present = rows - missing;
  const type = 'not-generalizable';
  if (present === 0) return {type, confidence: 1, reason: 'There is no value in any row.'};
  if (distinct > 1) return undefined;
  return {type, confidence: 1, reason: `Every value is the same, in ${present} rows.`};
}

function canRead(type: string, profile: ColumnProfile): boolean {
  if (type === 'not-generalizable' && profile.rows < fewestOfKey) return false;
  return readableShare(type, profile).share >= leastReadable;
}

function unreadable(type: string, profile: ColumnProfile): string {
  const {share} = readableShare(type, profile);
  return `It looks like ${type}, but ${share === 0 ? 'no value' : `only ${percent(share)} of the values`} can be read as such.`;
}
