import {lookup, type Registry} from '../../base/registry.js';
import {entryOptions} from '../entry-options.js';
import {binaryCrossentropy} from './binary-crossentropy.js';
import {categoricalCrossentropy} from './categorical-crossentropy.js';
import {huber} from './huber.js';
import type {Loss, LossRule} from './loss.js';
import {meanAbsoluteError} from './mean-absolute-error.js';
import {meanSquaredError} from './mean-squared-error.js';
import {quantile} from './quantile.js';
import {sparseCategoricalCrossentropy} from './sparse-categorical-crossentropy.js';

/** The losses, by Keras's names where it has them. */
export const losses: Registry<Loss> = {
  'binary-crossentropy': binaryCrossentropy,
  'categorical-crossentropy': categoricalCrossentropy,
  huber,
  'mean-absolute-error': meanAbsoluteError,
  'mean-squared-error': meanSquaredError,
  quantile,
  'sparse-categorical-crossentropy': sparseCategoricalCrossentropy,
};

interface Chosen {
  name: string;
  options: Readonly<Record<string, unknown>>;
}

/**
 * What of a loss and its options decides a graph: its name, and behind a slash the form that the options ask for.
 * @throws UNKNOWN_NAME, MODEL_INVALID
 */
export function lossName(chosen: Chosen): string {
  const options = lossOptions(chosen);
  const form = losses[chosen.name]!.form?.(options);
  return form ? `${chosen.name}/${form}` : chosen.name;
}

/** @throws UNKNOWN_NAME, MODEL_INVALID */
export function lossOptions(chosen: Chosen): unknown {
  return entryOptions('loss', chosen, lookup(losses, 'loss', chosen.name).options);
}

/** The loss of a name that `lossName` gave, and the rule of its form. */
export function lossRule(name: string): {loss: Loss; rule: LossRule} {
  const [plain, form] = name.split('/') as [string, string?];
  const loss = lookup(losses, 'loss', plain);
  return {loss, rule: form ? lookup(loss.forms ?? {}, `form of ${plain}`, form) : loss};
}
