import {randomUUID} from 'node:crypto';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {startService} from '../serving/runtime/start.js';
import {streamed} from './channel.js';
import type {Host, LifecycleEvent} from './event.js';
import {findModel, readModel} from './model-versions.js';

export interface ServeOptions {
  /** 0 for any that is free. */
  port: number;
  /** The address to listen on; by default only this machine's own. */
  host?: string;
  /** The version; by default the newest. */
  model?: string;
}

export interface ServeResult {
  url: string;
  version: string;
}

const bodyLimit = 16 * 1024 * 1024;
/** Milliseconds for requests that are in flight: whoever pressed Ctrl-C is waiting. */
const grace = 1500;

/** Serves a deployed model with the code of the scaffolded service, until the host's signal says stop. */
export async function* serve(host: Host, options: ServeOptions): AsyncGenerator<LifecycleEvent, ServeResult> {
  const model = findModel(projectPaths(findProject(host.cwd)), options.model);
  await readModel(model);
  return yield* streamed<LifecycleEvent, ServeResult>(async (push) => {
    const service = await startService({
      folder: model.files.folder,
      host: options.host ?? '127.0.0.1',
      port: options.port,
      bodyLimit,
      newId: randomUUID,
      logError: (error) => push({stage: 'deploy', kind: 'warning', message: String(error)}),
    });
    try {
      const {signature} = await service.loaded;
      const url = `${service.url}/v2/models/${encodeURIComponent(signature.name)}`;
      const message = `${signature.name} version ${model.version} is ready at ${url}`;
      push({stage: 'deploy', kind: 'note', message, data: {url, version: model.version}});
      await stopped(host.signal);
      return {url, version: model.version};
    } finally {
      await service.stop(grace);
    }
  });
}

function stopped(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), {once: true});
  });
}
