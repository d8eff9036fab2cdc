import type {NetworkTrial, TreesTrial, Trial} from './trial.js';
import type {Task} from './wire.js';

/** A configuration, and between which files it is brought on. */
export interface Stage {
  trial: Trial;
  /** Of the configuration: the one that is trained. */
  epoch: number;
  from: string | null;
  to: string;
}

/** What a worker is asked to do to train configurations of one group on a shard. */
export function trainTask(
  {id, seed, group, epoch, shard}: {id: number; seed: number; group: number; epoch: number; shard: number},
  stages: readonly Stage[],
): Task {
  const trees = stages.flatMap(({trial, ...place}) => (trial.trees ? [grown(trial, place)] : []));
  if (trees.length > 0) return {type: 'grow', id, seed, lanes: trees};
  const lanes = stages.flatMap(({trial, from, to}) => (trial.trees ? [] : [trained(trial, {from, to})]));
  return {type: 'train', id, unit: {seed, group, epoch, shard, lanes}};
}

/** What it is asked to do to predict the rows of some parts. */
export function scoreTask(
  id: number,
  parts: readonly string[],
  stages: readonly {trial: Trial; from: string; to: string}[],
): Task {
  const networks = stages.flatMap(({trial, from, to}) =>
    trial.trees ? [] : [{layers: trial.layers, from, to}],
  );
  if (networks.length > 0) return {type: 'evaluate', id, parts: [...parts], lanes: networks};
  return {type: 'ask', id, parts: [...parts], lanes: stages.map(({from, to}) => ({from, to}))};
}

function trained({trial, layers, training, steps}: NetworkTrial, place: {from: string | null; to: string}) {
  return {trial, layers, training, steps, ...place};
}

function grown({trial, trees: {options, outputs, epochs}}: TreesTrial, place: Omit<Stage, 'trial'>) {
  return {trial, options, outputs, epochs, ...place};
}
