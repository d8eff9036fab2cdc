import {lookup, type Registry} from '../../base/registry.js';
import {entryOptions} from '../entry-options.js';
import {adam} from './adam.js';
import {adamw} from './adamw.js';
import type {Optimizer, UpdateRule} from './optimizer.js';
import {rmsprop} from './rmsprop.js';
import {sgd} from './sgd.js';

/** The optimizers, by Keras's names. */
export const optimizers: Registry<Optimizer> = {adam, adamw, rmsprop, sgd};

interface Chosen {
  name: string;
  options: Readonly<Record<string, unknown>>;
}

/**
 * What of an optimizer and its options decides a graph: its name, and behind a slash the form that the options ask for.
 * @throws UNKNOWN_NAME, MODEL_INVALID
 */
export function ruleName(chosen: Chosen): string {
  const options = optimizerOptions(chosen);
  const form = optimizers[chosen.name]!.form?.(options);
  return form ? `${chosen.name}/${form}` : chosen.name;
}

/** @throws UNKNOWN_NAME, MODEL_INVALID */
export function optimizerOptions(chosen: Chosen): unknown {
  return entryOptions('optimizer', chosen, lookup(optimizers, 'optimizer', chosen.name).options);
}

/** The rule of a name that `ruleName` gave. */
export function updateRule(name: string): UpdateRule {
  const [optimizer, form] = name.split('/') as [string, string?];
  const found = lookup(optimizers, 'optimizer', optimizer);
  return form ? lookup(found.forms ?? {}, `form of ${optimizer}`, form) : found;
}
