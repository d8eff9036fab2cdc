import type {BuildView} from '../../lifecycle/build-show.js';

/** All that a frame is drawn from. */
export interface Picture {
  /** Undefined until the run has a number. */
  view: BuildView | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** When the command began. */
  started: number;
  /** Oldest first. */
  warnings: readonly string[];
  stopping: boolean;
  columns: number;
  rows: number;
}
