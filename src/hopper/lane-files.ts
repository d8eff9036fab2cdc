import {join} from 'node:path';
import type {Lane} from './lane.js';
import type {Unit} from './shop.js';

/** Where a run keeps what its configurations have come to. */
export interface Folders {
  checkpoints: string;
  predictions: string;
}

interface Kept {
  folders: Folders;
}

/** Where a configuration's state is kept after so many visits. */
export function checkpointOf({folders}: Kept, trial: number, visits: number): string {
  return join(folders.checkpoints, `${trial}-${visits}.ckpt`);
}

/** Where the copy of a configuration is kept that was trained on one of the shards. */
export function copyOf(
  {folders}: Kept,
  {trial: {trial}, visits}: Pick<Lane, 'trial' | 'visits'>,
  shard: number,
): string {
  return join(folders.checkpoints, `${trial}-${visits + 1}-copy-${shard}.ckpt`);
}

/** Where its predictions of the validation rows are kept, or of those that are scored with a shard. */
export function predictionsOf({folders}: Kept, {trial: {trial}}: Lane, {shard}: Pick<Unit, 'shard'>): string {
  return join(folders.predictions, `${trial}-${shard}.f32`);
}
