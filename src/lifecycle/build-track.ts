import {setTimeout as pause} from 'node:timers/promises';
import {AdlError} from '../base/errors.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun, runIds} from '../project/runs.js';
import type {Host, LifecycleEvent} from './event.js';
import {loadManifest} from './manifest.js';
import {exclusively, type FollowedRun, refusalOf, senderOf} from './run-follower.js';
import {checkedServers, type Server, type Servers} from './tracking.js';

export interface TrackOptions {
  /** Those of the manifest if left out. */
  servers: Servers;
  /** All of them if left out. */
  run?: string | undefined;
}

export interface TrackResult {
  servers: {
    name: string;
    uri: string;
    /** Runs that the server has all of by now. */
    sent: string[];
    /** Runs that another process is telling it of. */
    busy: string[];
  }[];
}

/**
 * Sends servers what they lack of the runs. What they have is not sent again.
 * @throws MANIFEST_MISSING, RUN_MISSING, ARGUMENT_MISSING, FLAG_INVALID, REMOTE_UNREACHABLE, REMOTE_REFUSED
 */
export async function* trackRuns(
  host: Host,
  {servers, run}: TrackOptions,
): AsyncGenerator<LifecycleEvent, TrackResult> {
  const paths = projectPaths(findProject(host.cwd));
  const {project, build} = loadManifest(paths);
  const isNamed = Object.values(servers).some((uri) => uri !== undefined);
  const named = checkedServers(isNamed ? servers : (build.tracking ?? {}));
  if (named.length === 0) throw nowhere();
  const {id} = findRun(paths, run);
  const ids = run === undefined ? runIds(paths) : [id];
  const result: TrackResult = {servers: []};
  for (const server of named) {
    const told = {...server, sent: [] as string[], busy: [] as string[]};
    result.servers.push(told);
    for (const each of ids) {
      yield {stage: 'build', kind: 'step', message: `run ${each} to ${server.name} at ${server.uri}`};
      const isSent = await sendOne(host, {paths, project, run: each}, server);
      (isSent ? told.sent : told.busy).push(each);
    }
  }
  return result;
}

/** In milliseconds: a server may be busy for a moment. */
const waits = [1_000, 3_000];
const longestWait = 10_000;

async function sendOne(host: Host, followed: FollowedRun, server: Server): Promise<boolean> {
  const folder = followed.paths.run(followed.run).folder;
  const sent = await exclusively(folder, server, async () => {
    const sender = senderOf(host, followed, server);
    for (let attempt = 0; ; attempt += 1) {
      try {
        await sender.send(host.signal);
        return true;
      } catch (error) {
        const wait = waits[attempt];
        if (!isAway(error) || wait === undefined || host.signal?.aborted) throw error;
        await pause(Math.min(longestWait, Math.max(wait, refusalOf(error)?.wait ?? 0)), undefined, {
          ...(host.signal && {signal: host.signal}),
        });
      }
    }
  });
  return sent ?? false;
}

function isAway(error: unknown): boolean {
  return error instanceof AdlError && error.code === 'REMOTE_UNREACHABLE';
}

function nowhere(): AdlError {
  const message =
    'Expected a server to send runs to, by `--mlflow` or under `build.tracking` in adl.yaml; got none.';
  return new AdlError('ARGUMENT_MISSING', message, {
    suggestions: ['adl build track --mlflow http://127.0.0.1:5000'],
  });
}
