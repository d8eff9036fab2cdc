import {execa} from 'execa';
import {failure, LostWorker, lost, OutOfTime} from './lost-worker.js';
import {type Reply, type Request, reply, type Task} from './wire.js';

export type Setup = Extract<Request, {type: 'setup'}>;

export interface PoolOptions {
  /** The worker's program. */
  entry: string;
  /** One for each worker. */
  setups: readonly Setup[];
  /** What each worker finds in its environment besides what there is, such as the one graphics card that it may use. */
  environments?: readonly Readonly<Record<string, string>>[] | undefined;
  /** Closes the pool at once, whatever its workers do. */
  signal?: AbortSignal | undefined;
  /** Milliseconds without a sign of life after which a worker at work counts as hung. */
  silence?: number | undefined;
  /** Told when a process takes up a worker's place, first or again. */
  onStart?: (worker: number, pid: number) => void;
  /** Told how many rows of each of its shards a worker holds once it is set up. */
  onReady?: (worker: number, rows: readonly number[]) => void;
  /** Told when a worker is gone while it was at work, or was set up. */
  onLost?: (worker: number, reason: string) => void;
}

interface Member {
  process: Process;
  /** Of the question that is open: takes what the process says. */
  hear: ((message: unknown) => void) | undefined;
  /** Its unit; undefined also once it was told not to bring it to its end. */
  unit?: number | undefined;
  /** Ends the wait for the answer. */
  giveUp?: ((error: Error) => void) | undefined;
}

type Process = ReturnType<typeof spawn>;

/** How often what a worker dies over, a unit or its setup, is begun. */
const attempts = 3;

/** A worker says every half second that it is alive; one call of an engine takes seconds at most. */
const usualSilence = 60_000;

/** Worker processes on this machine, each with its shards. A worker that dies or hangs is replaced and its unit done again. */
export class Pool {
  readonly #options: PoolOptions;
  /** Without those that were lost. */
  readonly #members = new Map<number, Member>();
  #closed: Promise<unknown> | undefined;

  private constructor(options: PoolOptions) {
    this.#options = options;
  }

  static async start(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options);
    options.signal?.addEventListener('abort', () => void pool.close(), {once: true});
    try {
      options.signal?.throwIfAborted();
      await Promise.all(options.setups.map((setup) => pool.#begin(setup)));
    } catch (error) {
      await pool.close();
      options.signal?.throwIfAborted();
      throw error;
    }
    return pool;
  }

  /**
   * Has a worker do a task.
   * @param limit milliseconds after which a worker that has not answered counts as lost, and is not tried again
   * @throws WORKER_LOST when it died over it three times
   */
  async run(worker: number, task: Task, limit?: number): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(await this.#living(worker), task, {limit, silence: this.#silence});
      } catch (error) {
        this.#options.signal?.throwIfAborted();
        if (this.#closed) throw error;
        await this.#remove(worker);
        const reason = (error as Error).message;
        this.#options.onLost?.(worker, reason);
        if (attempt === attempts || error instanceof OutOfTime)
          throw lost(worker, `${task.type} of unit ${task.id}`, attempt, reason);
      }
    }
  }

  /**
   * Has no unit that is at work come to its end: each worker answers soon that it was cut.
   * @param grace milliseconds after which one that has not answered counts as lost
   */
  cut(grace: number): void {
    for (const member of this.#members.values()) {
      const {unit: id, process, giveUp} = member;
      if (id === undefined) continue;
      member.unit = undefined;
      process.sendMessage({type: 'cut', id} as never).catch(() => {});
      setTimeout(() => giveUp?.(new OutOfTime(`it did not stop within ${grace} ms`)), grace).unref();
    }
  }

  /** A worker that lives, and need not be set up first. */
  get living(): number {
    return Math.min(...this.#members.keys(), this.#options.setups.length - 1);
  }

  /** Ends every worker, and waits until they are gone. They hold nothing that is not on disk. */
  async close(): Promise<void> {
    this.#closed ??= Promise.all([...this.#members.keys()].map((worker) => this.#remove(worker)));
    await this.#closed;
  }

  get #silence(): number {
    return this.#options.silence ?? usualSilence;
  }

  /** @throws WORKER_LOST where it died three times before it was set up */
  async #begin(setup: Setup): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#place(setup);
        return;
      } catch (error) {
        this.#options.signal?.throwIfAborted();
        if (this.#closed || !(error instanceof LostWorker)) throw error;
        await this.#remove(setup.worker);
        this.#options.onLost?.(setup.worker, error.message);
        if (attempt === attempts) throw lost(setup.worker, 'its setup', attempt, error.message);
      }
    }
  }

  /** The member in a worker's place; a new one where the last was lost. */
  async #living(worker: number): Promise<Member> {
    return this.#members.get(worker) ?? (await this.#place(this.#options.setups[worker]!));
  }

  async #place(setup: Setup): Promise<Member> {
    if (this.#closed) throw new Error('The pool was closed.');
    const process = spawn(this.#options.entry, this.#options.environments?.[setup.worker]);
    process.catch(() => {});
    const member: Member = {process, hear: undefined};
    process.on('message', (message) => member.hear?.(message));
    this.#members.set(setup.worker, member);
    this.#options.onStart?.(setup.worker, process.pid ?? -1);
    // It says that it is alive once its program is loaded, which on a busy machine takes seconds.
    const silence = Math.max(this.#silence, usualSilence);
    const answer = await ask(member, setup, {limit: undefined, silence});
    if (answer.type === 'failed') throw failure(answer);
    if (answer.type === 'ready') this.#options.onReady?.(setup.worker, answer.rows);
    return member;
  }

  /** Ends a worker's process, whatever it is doing, and waits until it is gone. */
  async #remove(worker: number): Promise<void> {
    const member = this.#members.get(worker);
    this.#members.delete(worker);
    member?.process.kill('SIGKILL');
    await member?.process.catch(() => {});
  }
}

function spawn(entry: string, env: Readonly<Record<string, string>> = {}) {
  return execa({node: true, ipc: true, env, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit'})`${entry}`;
}

const answers: Readonly<Record<Request['type'], Reply['type']>> = {
  setup: 'ready',
  train: 'trained',
  grow: 'trained',
  evaluate: 'evaluated',
  ask: 'evaluated',
};

interface Limits {
  limit: number | undefined;
  silence: number;
}

/**
 * Sends a message and waits for its answer, or for the end of the process, or for one of the limits.
 * @throws LostWorker that says what came instead
 */
async function ask(member: Member, message: Request, limits: Limits): Promise<Reply> {
  const {process} = member;
  const answer = heard(member, limits);
  member.unit = 'id' in message ? message.id : undefined;
  answer.catch(() => {});
  // A closed channel is only the first sign of an end whose reason is still to come.
  await process.sendMessage(message as never).catch(() => {});
  const {data} = reply.safeParse(await answer);
  if (data?.type === 'failed') return data;
  if (data?.type !== 'cut' && data?.type !== answers[message.type])
    throw new LostWorker('it gave an answer that is none');
  if ('id' in data && 'id' in message && data.id !== message.id)
    throw new LostWorker('it answered another question');
  return data;
}

/** The next thing that a worker says besides that it is alive. */
function heard(member: Member, {limit, silence}: Limits): Promise<unknown> {
  const timers = new Map<string, NodeJS.Timeout>();
  const answer = new Promise<unknown>((resolve, reject) => {
    const after = (name: string, milliseconds: number, error: () => Error) => {
      clearTimeout(timers.get(name));
      timers.set(
        name,
        setTimeout(() => reject(error()), Math.min(milliseconds, longestTimer)),
      );
    };
    const untilSilent = () =>
      after(
        'silence',
        silence,
        () => new LostWorker(`it said nothing for ${Number((silence / 1000).toFixed(1))} s`),
      );
    untilSilent();
    if (limit !== undefined && limit <= longestTimer)
      after('limit', limit, () => new OutOfTime(`it did not answer within ${Math.round(limit)} ms`));
    member.giveUp = reject;
    member.hear = (message) => (isAlive(message) ? untilSilent() : resolve(message));
    endOf(member.process).catch(reject);
  });
  return answer.finally(() => {
    for (const timer of timers.values()) clearTimeout(timer);
    Object.assign(member, {hear: undefined, giveUp: undefined, unit: undefined});
  });
}

/** Milliseconds; a timer that is set to more goes off at once. */
const longestTimer = 2 ** 31 - 1;

function isAlive(message: unknown): boolean {
  return (message as {type?: unknown} | null)?.type === 'alive';
}

/** @throws LostWorker that says how the process ended */
async function endOf(process: Process): Promise<never> {
  const {signal, exitCode} = await process.then(
    () => ({signal: undefined, exitCode: 0}),
    (error: {signal?: string; exitCode?: number}) => error,
  );
  throw new LostWorker(signal ? `it got ${signal}` : `it ended with exit code ${exitCode}`);
}
