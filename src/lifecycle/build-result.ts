import type {RunOutcome} from './build-conclusion.js';

/** What a run came to. */
export interface BuildResult extends RunOutcome {
  run: string;
  seconds: number;
  /** What it was to take, by its first tenth. */
  predicted_seconds?: number;
}
