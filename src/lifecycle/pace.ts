import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {writeSample} from '../data/sample.js';
import {Pool, type Setup} from '../hopper/pool.js';
import type {Trial} from '../hopper/trial.js';
import {packageFile} from '../project/package-file.js';
import {trainingCost} from '../train/cost.js';
import type {Pace} from './budget.js';
import type {Host} from './event.js';

/** Floating-point operations that take no second on the slowest of processors. */
const little = 5e8;
/** Milliseconds after which it is too slow to be measured. */
const limit = 20_000;

/**
 * Trains a group on a few rows of a worker's shard in a process of its own, twice: the first time also makes everything ready.
 * @param folder for what is written meanwhile
 * @returns undefined where even that takes too long
 */
export async function measurePace(
  {now, signal}: Host,
  {trials, setup, folder}: {trials: readonly Trial[]; setup: Setup; folder: string},
): Promise<Pace | undefined> {
  const weights = trials.reduce((sum, trial) => sum + trial.weights, 0);
  const {batchSize} = trials[0]!.training;
  const rows = Math.max(batchSize, Math.floor(little / (6 * weights)));
  const sample = join(folder, 'sample.parquet');
  const to = (trial: Trial) => join(folder, `sample-${trial.trial}.ckpt`);
  await writeSample(setup.shards[0]!.parts[0]!, rows, sample);
  let held = 0;
  const pool = await Pool.start({
    entry: packageFile('dist/hopper/worker.js'),
    signal,
    setups: [{...setup, worker: 0, shards: [{shard: 0, parts: [sample]}], validation: []}],
    onReady: (_, [count]) => (held = count!),
  });
  const lanes = trials.map((each) => {
    const {trial, layers, training, steps} = each;
    return {trial, layers, training, steps, from: null, to: to(each)};
  });
  const unit = {seed: 0, group: 1, epoch: 1, shard: 0, lanes};
  const once = async () => {
    const begun = now();
    await pool.run(0, {type: 'train', id: 0, unit}, limit);
    return now() - begun;
  };
  try {
    const [first, second] = [await once(), await once()];
    const operations = trainingCost(weights, held, batchSize);
    return {operation: second / operations, unit: Math.max(0, first - second)};
  } catch (error) {
    if (error instanceof AdlError && error.code === 'WORKER_LOST') return undefined;
    throw error;
  } finally {
    await pool.close();
    for (const path of [sample, ...trials.map(to)]) await rm(path, {force: true});
  }
}
