import {AdlError} from '../base/errors.js';
import {lookup} from '../base/registry.js';
import {families} from '../models/families/registry.js';
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
  const grown = settings.families.find((name) => families[name]!.kind === 'trees');
  if (grown !== undefined && asked !== undefined && asked !== 'task') throw unfit(asked, grown);
  const said: Choice | undefined =
    asked !== undefined
      ? {strategy: asked as Strategy, rule: options.strategy ? '`--strategy` says so' : 'adl.yaml says so'}
      : grown === undefined
        ? undefined
        : {strategy: 'task', rule: `trees, such as those of ${grown}, are grown over all rows at once`};
  const choose = async (own: BuildSettings) => said ?? chooseStrategy(own, inputs);
  return {
    ...(await fitIntoMemory(settings, inputs, {choose, isAsked: said !== undefined})),
    wanted: settings,
  };
}

function unfit(asked: string, family: string): AdlError {
  return new AdlError(
    'STRATEGY_UNFIT',
    `Expected the strategy \`task\`, got \`${asked}\`: the trees of ${family} are grown over all rows at once, which models that hop or are averaged do not see.`,
    {suggestions: ['adl build --strategy task']},
  );
}
