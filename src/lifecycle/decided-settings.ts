import {lookup} from '../base/registry.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildOptions, type BuildSettings, buildSettings} from './build-settings.js';
import type {Host} from './event.js';
import {type Fitted, fitIntoMemory} from './memory.js';
import type {Strategy} from './strategies.js';
import {strategies} from './strategies.js';
import {type Choice, chooseStrategy} from './strategy.js';

export interface Decided extends Fitted {
  /** As they would be if memory were no matter. */
  wanted: BuildSettings;
}

/**
 * All that decides a run, the way in which it is done included.
 * @throws MEMORY_FULL, and what `buildSettings` throws
 */
export async function decideSettings(
  options: BuildOptions,
  inputs: BuildInputs,
  environment: Host['environment'],
): Promise<Decided> {
  const {build} = inputs.manifest;
  const asked = options.strategy ?? build.strategy;
  if (asked !== undefined) lookup(strategies, 'strategy', asked);
  const settings = await buildSettings(options, build, inputs.snapshot, environment);
  const said: Choice | undefined =
    asked === undefined
      ? undefined
      : {
          strategy: asked as Strategy,
          rule: options.strategy ? '`--strategy` says so' : 'adl.yaml says so',
        };
  const choose = async (own: BuildSettings) => said ?? chooseStrategy(own, inputs);
  return {
    ...(await fitIntoMemory(settings, inputs, {choose, isAsked: said !== undefined})),
    wanted: settings,
  };
}
