import {AdlError} from '../base/errors.js';
import {trackers} from '../tracking/registry.js';
import type {Host, LifecycleEvent} from './event.js';
import {type FollowedRun, RunFollower} from './run-follower.js';

/** Servers by the names of their trackers, such as `{mlflow: 'http://127.0.0.1:5000'}`. */
export type Servers = Readonly<Record<string, string | undefined>>;

/** What a build tells servers elsewhere of itself while it goes on. None of them can slow it down or break it. */
export interface Tracking {
  /** Begins to follow the journal of a run. Warnings go to `push`, one for each server that is away. */
  start(run: FollowedRun, push: (event: LifecycleEvent) => void): void;
  /** Sends what is left, if the server answers, and ends the following: once the journal is at its end. */
  drain(): AsyncGenerator<LifecycleEvent, void>;
}

/**
 * @example
 * const tracking = trackingTo(host, {mlflow: 'http://127.0.0.1:5000'});
 * tracking.start({paths, project: 'birds', run: '0001'}, push);
 * yield* tracking.drain();
 * @throws FLAG_INVALID for an address that cannot be one
 */
export function trackingTo(host: Host, servers: Servers): Tracking {
  const named = checkedServers(servers);
  let followers: RunFollower[] = [];
  return {
    start: (run, push) => {
      followers = named.map((server) => new RunFollower(host, run, server, push));
    },
    async *drain() {
      for (const follower of followers) yield* follower.drain();
    },
  };
}

/**
 * A flag goes before the manifest.
 * @param flags what was typed, by the names of the flags
 */
export function serversOf(section: Servers | undefined, flags: Readonly<Record<string, unknown>>): Servers {
  const typed = Object.keys(trackers).flatMap((name) => {
    const uri = flags[name];
    return typeof uri === 'string' ? [[name, uri]] : [];
  });
  return {...section, ...Object.fromEntries(typed)};
}

/** A build, and beside it what is told of it: also when it fails or is resumed. */
export async function* tracked<Result>(
  tracking: Tracking,
  run: FollowedRun,
  events: AsyncGenerator<LifecycleEvent, Result>,
): AsyncGenerator<LifecycleEvent, Result> {
  const warnings: LifecycleEvent[] = [];
  tracking.start(run, (event) => warnings.push(event));
  try {
    for (;;) {
      const turn = await events.next();
      yield* warnings.splice(0);
      if (turn.done) return turn.value;
      yield turn.value;
    }
  } finally {
    yield* tracking.drain();
  }
}

export interface Server {
  /** Of its tracker. */
  name: string;
  uri: string;
}

/** @throws FLAG_INVALID */
export function checkedServers(servers: Servers): Server[] {
  const named = Object.entries(servers).flatMap(([name, uri]) => (uri === undefined ? [] : [{name, uri}]));
  for (const {name, uri} of named) {
    const {unfit, example} = trackers[name]!;
    const expected = unfit(uri);
    // What is wrong with it may be that it holds a password.
    const shown = uri.replace(/\/\/[^/]*@/, '//…@').slice(0, 80);
    if (expected !== undefined)
      throw new AdlError('FLAG_INVALID', `Expected \`--${name}\` to be ${expected}; got \`${shown}\`.`, {
        suggestions: [`--${name} ${example}`],
      });
  }
  return named;
}
