import {build} from './build.js';
import type {BuildResult} from './build-result.js';
import {checkService, type DeployResult, deploy} from './deploy.js';
import type {Host, LifecycleEvent} from './event.js';
import {type SourceResult, source} from './source.js';
import {status} from './status.js';

interface Results {
  source: SourceResult;
  build: BuildResult;
  deploy: DeployResult;
}
type StageName = keyof Results;

/** What became of a stage; a fresh one has no result. */
export type StageRun = {
  [Name in StageName]: {name: Name; ran: true; result: Results[Name]} | {name: Name; ran: false};
}[StageName];

export interface RunResult {
  stages: StageRun[];
}

const stages: {[Name in StageName]: (host: Host) => AsyncGenerator<LifecycleEvent, Results[Name]>} = {
  source: (host) => source(host, {}),
  build: (host) => build(host, {}),
  deploy: (host) => deploy(host, {}),
};

/**
 * Every stale stage, in order; fresh ones are skipped. What one stage makes can turn the next one stale. That the last
 * could write nothing is said before the first begins.
 */
export async function* run(host: Host): AsyncGenerator<LifecycleEvent, RunResult> {
  await checkService(host);
  const done: RunResult['stages'] = [];
  for (const [name, stage] of Object.entries(stages) as [StageName, (typeof stages)[StageName]][]) {
    const state = (await status(host)).stages.find((one) => one.name === name)!;
    if (state.fresh) {
      yield {stage: name, kind: 'note', message: `${name} is fresh: ${state.because}`};
      done.push({name, ran: false});
      continue;
    }
    yield {stage: name, kind: 'step', message: `${name} is stale: ${state.because}`};
    done.push({name, ran: true, result: yield* stage(host)} as StageRun);
  }
  return {stages: done};
}
