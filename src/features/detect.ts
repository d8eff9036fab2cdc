import type {ColumnProfile} from '../data/profile.js';
import {featureTypes} from './types/registry.js';

export interface DetectedType {
  type: string;
  /** 0 … 1 */
  confidence: number;
  reason: string;
}

/** The type of a column: what a person said, else the one whose detector is most confident. */
export function detectType(profile: ColumnProfile, said?: string): DetectedType {
  if (said !== undefined) return {type: said, confidence: 1, reason: 'The manifest says so.'};
  const [best] = Object.entries(featureTypes)
    .map(([type, {detect}]) => ({type, ...detect(profile)}))
    .sort((a, b) => b.confidence - a.confidence);
  return {...best!, confidence: Math.round(best!.confidence * 100) / 100};
}
