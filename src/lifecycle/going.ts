import type {Known} from '../hopper/known.js';
import type {Pool} from '../hopper/pool.js';
import type {Room} from '../hopper/room.js';
import type {HopperOptions} from '../hopper/run.js';
import type {Step} from '../hopper/script.js';
import type {Trial, TrialFailure} from '../hopper/trial.js';
import type {Entry, Journal} from '../project/journal.js';
import type {RunPaths} from '../project/paths.js';
import type {Scores} from '../train/evaluate.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildSettings} from './build-settings.js';
import type {Host, LifecycleEvent} from './event.js';
import type {Leaderboard} from './leaderboard.js';
import type {RunClock} from './run-clock.js';
import type {Shards} from './shards.js';

export interface BuildRun {
  host: Host;
  /** When the run's time began: the budget counts from here. */
  started: number;
  inputs: BuildInputs;
  settings: BuildSettings;
  run: RunPaths;
  journal: Journal;
  room: Room;
  push: (event: LifecycleEvent) => void;
  past: Past;
  /** Whether it goes on although its time is over: what is done again is done whole. */
  hasNoEnd?: boolean;
}

/** What a run has behind it when it is taken up again. */
export interface Past {
  entries: readonly Entry[];
  known: Known;
  script: readonly Step[];
  order: HopperOptions['order'];
  /** Whether nothing but what is known is to be done. */
  isOver?: boolean;
}

/** What a run knows while it goes on. */
export interface Going extends BuildRun {
  shards: Shards;
  clock: RunClock;
  pool: Pool;
  leaderboard: Leaderboard;
  /** By their numbers, from 1. */
  trials: Trial[];
  groups: Map<number, readonly Trial[]>;
  failures: TrialFailure[];
  /** Of the validation rows. */
  target: Float64Array;
  /** The scores of epochs that an earlier process saw end. */
  scored: ReadonlyMap<string, Scores>;
}
