import {execa} from 'execa';
import {AdlError} from '../base/errors.js';
import {type Reply, type Request, reply, type Task} from './wire.js';

export type Setup = Extract<Request, {type: 'setup'}>;

export interface PoolOptions {
  /** The worker's program. */
  entry: string;
  /** One for each worker. */
  setups: readonly Setup[];
  /** Closes the pool at once, whatever its workers do. */
  signal?: AbortSignal | undefined;
  /** Told when a process takes up a worker's place, first or again. */
  onStart?: (worker: number, pid: number) => void;
  /** Told when a worker is gone while it was at work. */
  onLost?: (worker: number, reason: string) => void;
}

interface Member {
  setup: Setup;
  process: Process;
}

type Process = ReturnType<typeof spawn>;

/** How often a unit whose worker dies is begun again. */
const attempts = 3;

/** Worker processes on this machine, each with its shard. A worker that dies is replaced and its unit done again. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #members: Member[] = [];
  #closed = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
  }

  static async start(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options);
    options.signal?.addEventListener('abort', () => void pool.close(), {once: true});
    try {
      options.signal?.throwIfAborted();
      await Promise.all(options.setups.map((setup) => pool.#place(setup)));
    } catch (error) {
      await pool.close();
      options.signal?.throwIfAborted();
      throw error;
    }
    return pool;
  }

  /**
   * Has a worker do a task.
   * @throws WORKER_LOST when it died over it three times
   */
  async run(worker: number, task: Task): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      const member = this.#members[worker]!;
      try {
        return await ask(member, task);
      } catch (error) {
        const reason = (error as Error).message;
        this.#options.signal?.throwIfAborted();
        if (this.#closed) throw error;
        this.#options.onLost?.(worker, reason);
        if (attempt === attempts) throw lost(worker, task, reason);
        await this.#place(member.setup);
      }
    }
  }

  /** Ends every worker. They hold nothing that is not on disk. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      this.#members.map(async ({process}) => {
        process.kill('SIGKILL');
        await process.catch(() => {});
      }),
    );
  }

  async #place(setup: Setup): Promise<void> {
    if (this.#closed) throw new Error('The pool was closed.');
    const process = spawn(this.#options.entry);
    process.catch(() => {});
    const member = {setup, process};
    this.#members[setup.worker] = member;
    this.#options.onStart?.(setup.worker, process.pid ?? -1);
    const answer = await ask(member, setup);
    if (answer.type !== 'ready') throw failure(answer);
  }
}

function spawn(entry: string) {
  return execa({node: true, ipc: true, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit'})`${entry}`;
}

/** Sends a message and waits for its answer, or for the end of the process. */
async function ask({process}: Member, message: Request): Promise<Reply> {
  // A closed channel is only the first sign of an end whose reason is still to come.
  const answer = process.getOneMessage().catch(() => endOf(process));
  answer.catch(() => {});
  await process.sendMessage(message as never).catch(() => endOf(process));
  return reply.parse(await answer);
}

/** @throws Error that says how the process ended */
async function endOf(process: Process): Promise<never> {
  const {signal, exitCode} = await process.then(
    () => ({signal: undefined, exitCode: 0}),
    (error: {signal?: string; exitCode?: number}) => error,
  );
  throw new Error(signal ? `it got ${signal}` : `it ended with exit code ${exitCode}`);
}

function failure(answer: Reply): Error {
  if (answer.type !== 'failed') return new Error(`A worker answered its setup with ${answer.type}.`);
  const error = new Error(`A worker could not be set up: ${answer.error.message}`);
  error.stack = answer.error.stack ?? error.stack;
  return error;
}

function lost(worker: number, task: Task, reason: string): AdlError {
  const what = `${task.type} of unit ${task.id}`;
  return new AdlError('WORKER_LOST', `Worker ${worker} was lost ${attempts} times over ${what}: ${reason}.`, {
    suggestions: ['If memory ran out, use fewer workers: `adl build --workers 1`.'],
  });
}
