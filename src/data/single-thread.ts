import type {Database} from './database.js';

/** Does work with one thread, whose order is that of the rows: what it writes and adds up is the same everywhere. */
export async function singleThreaded<Result>(
  database: Database,
  work: () => Promise<Result>,
): Promise<Result> {
  const [setting] = await database.rows<{threads: number}>("SELECT current_setting('threads') AS threads");
  await database.run('SET threads = 1');
  try {
    return await work();
  } finally {
    await database.run(`SET threads = ${setting!.threads}`);
  }
}
