import {randomStream} from '../base/random.js';
import {keyOf} from '../hopper/group.js';
import {Rehearsal} from '../hopper/rehearsal.js';
import {runHopper} from '../hopper/run.js';
import type {Trial} from '../hopper/trial.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildSettings} from './build-settings.js';
import {hopperSetup} from './hopper-setup.js';
import {dealShards} from './shards.js';

/** The groups that a run begins with. */
export async function firstGroups(
  settings: BuildSettings,
  inputs: BuildInputs,
): Promise<(readonly Trial[])[]> {
  const shards = dealShards(inputs.folder, inputs.snapshot, settings);
  const groups: (readonly Trial[])[] = [];
  await runHopper({
    ...hopperSetup(settings, inputs.snapshot, shards),
    ...{execution: new Rehearsal(randomStream(0, 'shapes')), order: 'script', script: []},
    shouldStop: () => false,
    onTrial: () => {},
    onGroup: (_, trials) => groups.push(trials),
    onRest: () => {},
    onDecision: () => {},
    steering: () => [],
  });
  return groups;
}

/** Of each shape and number of lanes, one. */
export function shapesOf(groups: readonly (readonly Trial[])[]): (readonly Trial[])[] {
  return [...new Map(groups.map((trials) => [`${trials.length} ${keyOf(trials[0]!)}`, trials])).values()];
}
