import {join} from 'node:path';
import type {Setup} from '../hopper/pool.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, inputsOf} from './build-settings.js';
import type {Shards} from './shards.js';

/** What each worker is told first of all: its engine, and what it holds. */
export function workerSetups(
  {folder, snapshot}: BuildInputs,
  settings: BuildSettings,
  dealt: Shards,
): Setup[] {
  const {shards, holders, evaluation, validation} = dealt;
  const {engine, device} = settings;
  const files = (split: 'train' | 'validation') =>
    snapshot.splits[split].parts.map(({path}) => join(folder, path));
  const whole = {train: files('train'), validation: files('validation')};
  return Array.from({length: settings.workers}, (_, worker): Setup => {
    const own = [...shards.entries()].filter(([shard]) =>
      holders[shard]!.some((holder) => holder % settings.workers === worker),
    );
    return {
      ...{type: 'setup', worker, engine, device, threads: 1},
      shards: own.map(([shard, {parts}]) => ({shard, parts})),
      validation: evaluation === 'once' ? [validation] : own.map(([, share]) => share.validation),
      whole,
      inputs: inputsOf(snapshot),
    };
  });
}
