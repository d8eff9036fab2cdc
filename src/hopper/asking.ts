import type {Pool} from './pool.js';
import type {Room} from './room.js';
import type {Reply, Task} from './wire.js';

export interface Asking {
  pool: Pool;
  room: Room;
  /** Milliseconds that a unit may take from now on before its worker counts as hung. */
  patience: () => number | undefined;
  /** Asked before each unit: none begins once it says true. */
  shouldStop: () => boolean;
}

/**
 * Has a worker do a task: again each time that it found no room on the disk for what came of it, once there is some.
 * @returns `cut` where the run was over before it came to an end
 */
export async function ask(
  {pool, room, patience, shouldStop}: Asking,
  worker: number,
  task: Task,
): Promise<Reply | 'cut'> {
  const {lanes} = task.type === 'train' ? task.unit : task;
  for (;;) {
    const reply = await pool.run(worker, task, patience());
    if (reply.type === 'cut') return 'cut';
    if (reply.type !== 'failed' || reply.error.code !== 'DISK_FULL') return reply;
    const {path, bytes} = reply.error.need ?? {path: lanes[0]!.to, bytes: 0};
    await room.wait({path, bytes: bytes * lanes.length});
    if (shouldStop()) return 'cut';
  }
}
