import {digest} from '../base/hash.js';
import type {SnapshotSchema} from '../data/snapshot.js';
import type {NetworkTrial, TreesTrial, Trial} from '../hopper/trial.js';
import {outputs} from '../models/head.js';
import {optimizerOf, stepShape} from '../train/compile.js';
import {withoutScalars} from '../train/layer-inputs.js';
import {chunk} from '../train/predict.js';
import {bytesOfRow} from '../train/row-bytes.js';
import {rowWidths} from '../train/rows.js';
import {mostKept} from '../train/trees-trainer.js';
import type {BuildInputs} from './build-inputs.js';
import {inputsOf} from './build-settings.js';

/** What a worker has to do with. */
export interface Load {
  /** Rows to train on that it holds, and validation rows. */
  held: number;
  scored: number;
  /** One group of each shape and number of lanes: a worker keeps what it has made ready for each. */
  groups: readonly (readonly Trial[])[];
  /** Of all trials together. */
  epochs: number;
}

/** Of a worker before it holds anything, and of each graph before it runs, in bytes. */
const [bare, graph] = [145e6, 1.5e6];

/** What is no longer used is given back when there is so much of it. */
const garbage = 45e6;

/** Copies of a group's state and of what it computes for a batch: values, gradients, what goes in and what comes out. */
const [states, batches] = [4, 3];

/** The most bytes that a worker holds, within a quarter or so: a test compares it with what workers say of themselves. */
export function heldMemory({snapshot}: BuildInputs, {held, scored, groups, epochs}: Load): number {
  const inputs = inputsOf(snapshot);
  const rows = new Map<string, number>();
  let training = 0;
  for (const group of groups)
    for (const {layers, training: own} of networksIn(group.slice(0, 1))) {
      const key = digest(withoutScalars(layers));
      const row = rows.get(key) ?? bytesOfRow({...inputs, layers});
      rows.set(key, row);
      training += graph + group.length * batches * own.batchSize * row;
    }
  const scoring = [...rows.values()].reduce((sum, row) => sum + graph + Math.min(chunk, scored) * row, 0);
  const largest = Math.max(
    0,
    ...groups.map((group) => group.reduce((sum, trial) => sum + stateBytes(trial), 0)),
  );
  const predictions = 4 * scored * outputs(inputs.task) * epochs;
  const read = rowBytes(inputs) * (held + scored);
  const grown = treesBytes(groups.flat(), snapshot.splits);
  return bare + read + training + scoring + grown + states * largest + Math.min(garbage, 4 * predictions);
}

function networksIn(trials: readonly Trial[]): NetworkTrial[] {
  return trials.flatMap((trial) => (trial.trees ? [] : [trial]));
}

/** Where trees are grown: all rows once more, their bins, and what is worked with. */
function treesBytes(trials: readonly Trial[], {train, validation}: SnapshotSchema['splits']): number {
  const trees = trials.flatMap((trial) => trial.trees ?? []);
  const most = (pick: (recipe: TreesTrial['trees']) => number) => Math.max(0, ...trees.map(pick));
  const columns = most((recipe) => recipe.columns);
  const outputs = most((recipe) => recipe.outputs);
  if (columns === 0) return 0;
  const histograms = most(({options, columns: own}) => options.maxLeaves * own * 16 * options.bins);
  const read = (train.rows + validation.rows) * (4 * columns + 8);
  return (
    read +
    train.rows * (columns + 24 + outputs * (8 + 8)) +
    Math.min(mostKept, train.rows * 8 * outputs * trees.length) +
    histograms
  );
}

/** Of its weights and the optimizer's memory; or of trees as they are written, the leaves and branches of which are counted. */
export function stateBytes(trial: Trial): number {
  if (trial.trees) return 120 * trial.weights;
  const slots = optimizerOf({optimizer: stepShape(trial.training).optimizer}).slots.length;
  return 4 * trial.weights * (1 + slots);
}

/** As they are read, and behind stage 2. */
export function rowBytes({columns}: Pick<ReturnType<typeof inputsOf>, 'columns'>): number {
  const {numeric, codes} = rowWidths(columns);
  return 2 * (4 * (numeric + codes) + 8);
}
