import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import type {ProjectPaths} from '../project/paths.js';
import {runIds} from '../project/runs.js';
import {lockWarehouse} from '../project/warehouse-lock.js';
import {trackers} from '../tracking/registry.js';
import type {Refusal} from '../tracking/tracker.js';
import type {Host, LifecycleEvent} from './event.js';
import {RunSender, wasTracked} from './run-sender.js';

export interface FollowedRun {
  paths: ProjectPaths;
  /** What the runs of a project are kept under on the server. */
  project: string;
  run: string;
}

/** In milliseconds: between two sendings, after a first failure, and at most after many. */
const pauses = {usual: 1_000, first: 2_000, most: 60_000};
/** When a run is over, in milliseconds: for a server that has answered, and for one that is yet to. */
const lastWaits = {answered: 10_000, unheard: 2_000};

/** Sends one server what the journal of a run gains, while the run goes on, and before that what it lacks of earlier ones. */
export class RunFollower {
  readonly #host: Host;
  readonly #followed: FollowedRun;
  readonly #server: {name: string; uri: string};
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;
  #push: (event: LifecycleEvent) => void;
  #wake = () => {};
  #isEnding = false;
  #failures = 0;
  #hasAnswered = false;
  /** How long the server asked to be left alone, in milliseconds. */
  #wait = 0;

  constructor(
    host: Host,
    followed: FollowedRun,
    server: {name: string; uri: string},
    push: (event: LifecycleEvent) => void,
  ) {
    this.#host = host;
    this.#followed = followed;
    this.#server = server;
    this.#push = push;
    host.signal?.addEventListener('abort', () => this.#stop.abort(), {once: true});
    this.#loop = this.#follow();
  }

  async *drain(): AsyncGenerator<LifecycleEvent, void> {
    const events: LifecycleEvent[] = [];
    this.#push = (event) => events.push(event);
    this.#isEnding = true;
    // A server that did not answer before is not waited for now.
    if (this.#failures > 0) this.#stop.abort();
    const wait = this.#hasAnswered ? lastWaits.answered : lastWaits.unheard;
    const limit = setTimeout(() => {
      this.#warn(
        `${this.#server.name} at ${this.#server.uri} did not take all of the run in ${wait / 1000} s`,
      );
      this.#stop.abort();
    }, wait);
    this.#wake();
    await this.#loop;
    clearTimeout(limit);
    yield* events;
  }

  async #follow(): Promise<void> {
    const {paths, run} = this.#followed;
    const own = senderOf(this.#host, this.#followed, this.#server);
    const earlier = runIds(paths)
      .filter((id) => id !== run && wasTracked({run: paths.run(id), ...this.#server}))
      .reverse();
    await exclusively(paths.run(run).folder, this.#server, async () => {
      for (let isLast = false; !isLast && !this.#stop.signal.aborted; ) {
        isLast = this.#isEnding;
        let isThere = await this.#attempt(own);
        while (isThere && earlier.length > 0 && !this.#isEnding && !this.#stop.signal.aborted) {
          isThere = await this.#catchUp(earlier[0]!);
          if (isThere) earlier.shift();
        }
        if (!isLast) await this.#pause();
      }
    });
  }

  async #catchUp(run: string): Promise<boolean> {
    const followed = {...this.#followed, run};
    const work = () => this.#attempt(senderOf(this.#host, followed, this.#server));
    return (await exclusively(followed.paths.run(run).folder, this.#server, work)) ?? true;
  }

  /** @returns whether the server took it */
  async #attempt(sender: RunSender): Promise<boolean> {
    try {
      await sender.send(this.#stop.signal);
      this.#failures = 0;
      this.#hasAnswered = true;
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      if (this.#failures === 0) this.#warn(error instanceof Error ? error.message : String(error));
      this.#failures += 1;
      this.#wait = refusalOf(error)?.wait ?? 0;
      return false;
    }
  }

  async #pause(): Promise<void> {
    const {usual, first, most} = pauses;
    const own = this.#failures === 0 ? usual : Math.max(first * 2 ** (this.#failures - 1), this.#wait);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, Math.min(most, own)).unref();
      this.#stop.signal.addEventListener('abort', () => resolve(), {once: true});
      if (this.#isEnding || this.#stop.signal.aborted) resolve();
    });
  }

  #warn(reason: string): void {
    const {name, uri} = this.#server;
    const later = `Nothing is lost: what ${name} lacks is sent later, by the next build that tracks or by \`adl build track --${name} ${uri}\`.`;
    this.#push({stage: 'build', kind: 'warning', message: `${reason.replace(/\.?$/, '.')} ${later}`});
  }
}

export function senderOf(
  {now, environment}: Host,
  {paths, project, run}: FollowedRun,
  {name, uri}: {name: string; uri: string},
): RunSender {
  const tracker = trackers[name]!;
  return new RunSender({run: paths.run(run), name, tracker, uri, project, now, environment});
}

/**
 * One process at a time tells a server of a run: each of two would make there what the other has made.
 * @returns undefined where another process is at it
 */
export async function exclusively<Result>(
  folder: string,
  {name}: {name: string},
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const release = locked(join(folder, `${name}.lock`));
  if (!release) return undefined;
  try {
    return await work();
  } finally {
    release();
  }
}

function locked(path: string): (() => void) | undefined {
  try {
    return lockWarehouse(path);
  } catch (error) {
    if (error instanceof AdlError && error.code === 'WAREHOUSE_LOCKED') return undefined;
    throw error;
  }
}

export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof AdlError ? (error.cause as Refusal | undefined) : undefined;
}
