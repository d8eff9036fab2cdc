import {build} from './build.js';
import {deploy} from './deploy.js';
import type {Host, LifecycleEvent} from './event.js';
import {source} from './source.js';
import {status} from './status.js';

type StageName = 'source' | 'build' | 'deploy';

export interface RunResult {
  stages: {name: StageName; ran: boolean; result?: object}[];
}

const stages: Record<StageName, (host: Host) => AsyncGenerator<LifecycleEvent, object>> = {
  source: (host) => source(host, {}),
  build: (host) => build(host, {}),
  deploy: (host) => deploy(host, {}),
};

/** Every stale stage, in order; fresh ones are skipped. What one stage makes can turn the next one stale. */
export async function* run(host: Host): AsyncGenerator<LifecycleEvent, RunResult> {
  const done: RunResult['stages'] = [];
  for (const [name, stage] of Object.entries(stages) as [StageName, (typeof stages)[StageName]][]) {
    const state = (await status(host)).stages.find((one) => one.name === name)!;
    if (state.fresh) {
      yield {stage: name, kind: 'note', message: `${name} is fresh: ${state.because}`};
      done.push({name, ran: false});
      continue;
    }
    yield {stage: name, kind: 'step', message: `${name} is stale: ${state.because}`};
    done.push({name, ran: true, result: yield* stage(host)});
  }
  return {stages: done};
}
