import {digest} from '../base/hash.js';
import type {Trial} from '../hopper/trial.js';
import {outputs} from '../models/head.js';
import {optimizerOf, stepShape} from '../train/compile.js';
import {withoutScalars} from '../train/layer-inputs.js';
import {chunk} from '../train/predict.js';
import {bytesOfRow} from '../train/row-bytes.js';
import {rowWidths} from '../train/rows.js';
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
  for (const group of groups) {
    const [
      {
        layers,
        training: {batchSize},
      },
    ] = group as [Trial];
    const key = digest(withoutScalars(layers));
    const row = rows.get(key) ?? bytesOfRow({...inputs, layers});
    rows.set(key, row);
    training += graph + group.length * batches * batchSize * row;
  }
  const scoring = [...rows.values()].reduce((sum, row) => sum + graph + Math.min(chunk, scored) * row, 0);
  const largest = Math.max(
    0,
    ...groups.map((group) => group.reduce((sum, trial) => sum + stateBytes(trial), 0)),
  );
  const predictions = 4 * scored * outputs(inputs.task) * epochs;
  const kept = rowBytes(inputs) * (held + scored);
  return bare + kept + training + scoring + states * largest + Math.min(garbage, 4 * predictions);
}

/** Of its weights and the optimizer's memory. */
export function stateBytes({weights, training}: Trial): number {
  const slots = optimizerOf({optimizer: stepShape(training).optimizer}).slots.length;
  return 4 * weights * (1 + slots);
}

/** As they are read, and behind stage 2. */
export function rowBytes({columns}: Pick<ReturnType<typeof inputsOf>, 'columns'>): number {
  const {numeric, codes} = rowWidths(columns);
  return 2 * (4 * (numeric + codes) + 8);
}
