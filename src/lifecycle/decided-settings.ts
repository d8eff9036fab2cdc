import {lookup} from '../base/registry.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildOptions, type BuildSettings, buildSettings} from './build-settings.js';
import type {Strategy} from './strategies.js';
import {strategies} from './strategies.js';
import {type Choice, chooseStrategy, inStrategy} from './strategy.js';

export interface Decided extends Choice {
  settings: BuildSettings;
}

/**
 * All that decides a run, the way in which it is done included.
 * @throws what `buildSettings` throws
 */
export async function decideSettings(options: BuildOptions, inputs: BuildInputs): Promise<Decided> {
  const {build} = inputs.manifest;
  const asked = options.strategy ?? build.strategy;
  if (asked !== undefined) lookup(strategies, 'strategy', asked);
  const settings = await buildSettings(options, build, inputs.snapshot);
  const choice =
    asked === undefined
      ? await chooseStrategy(settings, inputs)
      : {strategy: asked as Strategy, rule: options.strategy ? '`--strategy` says so' : 'adl.yaml says so'};
  return {...choice, settings: inStrategy(settings, choice.strategy)};
}
