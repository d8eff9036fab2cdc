import {rm} from 'node:fs/promises';
import {averageStates} from '../train/average.js';
import {readCheckpoint, writeCheckpoint} from '../train/checkpoint.js';
import type {Lane} from './lane.js';
import {checkpointOf, copyOf} from './lane-files.js';
import {clearBehind, type WorkOptions} from './unit-work.js';

/** Makes one state of each configuration's copies, one for each shard, by the rows that they were trained on. */
export async function averageCopies(options: WorkOptions, lanes: readonly Lane[]): Promise<void> {
  for (const lane of lanes) {
    if (lane.out || options.shouldStop()) continue;
    const paths = options.shardRows.map((_, shard) => copyOf(options, lane, shard));
    const copies = await Promise.all(paths.map(readCheckpoint));
    const to = checkpointOf(options, lane.trial.trial, lane.visits + 1);
    const state = averageStates(copies, options.shardRows);
    lane.sha256 = await options.room.for(to, () => writeCheckpoint(to, state));
    lane.checkpoint = to;
    lane.visits += 1;
    for (const path of paths) await rm(path, {force: true});
  }
  await clearBehind(options, lanes);
}
