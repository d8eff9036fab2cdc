import type {Registry} from '../base/registry.js';

/**
 * How the work is shared out. `mop`: every worker holds a shard, and groups hop from one to the next (model hopper
 * parallelism). `task`: every worker holds all rows, and a group stays where it is for an epoch. `average`: every worker
 * trains a copy of the same group on its shard, and the copies are averaged after each epoch.
 */
export type Strategy = 'mop' | 'task' | 'average';

/** The ways to share out the work of a run. */
export const strategies: Registry<{summary: string}> & Record<Strategy, {summary: string}> = {
  mop: {summary: 'Every worker holds a shard of the rows; models hop from one to the next.'},
  task: {summary: 'Every worker holds all rows; a model stays where it is for an epoch.'},
  average: {
    summary:
      'Every worker trains a copy of the same model on its shard; copies are averaged after each epoch.',
  },
};
