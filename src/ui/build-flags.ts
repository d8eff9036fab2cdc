import * as Flags from '@oclif/core/flags';
import type {BuildOptions} from '../lifecycle/build-settings.js';
import {wholeNumber} from './flags.js';

/** What decides a run, for the commands that begin one or tell what it would be. */
export const buildFlags = {
  time: Flags.string({
    description: 'Stop after this long, such as 90s or 10m.',
    helpValue: 'TIME',
    env: 'ADL_TIME',
  }),
  memory: Flags.string({
    description: 'What the workers may hold in memory together, such as 2GB.',
    helpValue: 'SIZE',
    env: 'ADL_MEMORY',
  }),
  trials: wholeNumber({
    description: 'How many models to try.',
    helpValue: 'N',
    ...{min: 1, max: 10_000},
    env: 'ADL_TRIALS',
  }),
  workers: wholeNumber({
    description: 'How many worker processes.',
    helpValue: 'N',
    min: 1,
    env: 'ADL_WORKERS',
  }),
  seed: wholeNumber({description: 'The seed of everything random.', helpValue: 'N', env: 'ADL_SEED'}),
  metric: Flags.string({
    description:
      'What the best model is best by: accuracy, average-precision, f1-macro, log-loss or roc-auc for classes; ' +
      'mean-absolute-error, r2 or root-mean-squared-error for numbers.',
    helpValue: 'NAME',
    env: 'ADL_METRIC',
  }),
  engine: Flags.string({
    description: 'What computes: onnxruntime, tensorflow or reference.',
    helpValue: 'NAME',
    env: 'ADL_ENGINE',
  }),
  device: Flags.string({
    description:
      'What the engine computes on, such as cpu, webgpu or cuda: its first that opens, if left out.',
    helpValue: 'NAME',
    env: 'ADL_DEVICE',
  }),
  strategy: Flags.string({
    description:
      'How the work is shared out: mop (models hop over shards), task (every worker holds all rows) or average (copies ' +
      'are averaged). Chosen by what units cost, if left out.',
    helpValue: 'NAME',
    env: 'ADL_STRATEGY',
  }),
  adaptive: Flags.boolean({
    description:
      'Order units as they end and not by what they cost: faster on uneven machines, other weights each time.',
  }),
};

type Parsed = {[Name in keyof typeof buildFlags]?: string | number | boolean | undefined};

/** Those of the flags that were given: others, such as `--json`, are not the build's. */
export function optionsOf(flags: Parsed): BuildOptions {
  const names = Object.keys(buildFlags) as (keyof typeof buildFlags)[];
  return Object.fromEntries(names.map((name) => [name, flags[name]])) as BuildOptions;
}
