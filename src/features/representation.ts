import type {Statistics} from '../data/statistics.js';
import type {FittedScaler} from './scalers/scaler.js';

/** How models see an encoded column of numbers. */
export interface Representation {
  /** The name of the scaler. */
  scale: string;
  fitted: FittedScaler;
  /** What stands for a missing value. */
  fill: number;
  /** Whether there is a column of 0 and 1 that says what was missing. */
  indicator: boolean;
}

/** Where nobody asks for another: the mean for missing values, an indicator where there are any, and `standard`. */
export function representationOf({mean, scale, missing}: Statistics): Representation {
  return {scale: 'standard', fitted: {mean, scale}, fill: mean, indicator: missing > 0};
}
