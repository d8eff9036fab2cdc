import {lookup, type Registry} from '../../base/registry.js';
import {adam} from './adam.js';
import {adamw} from './adamw.js';
import type {Optimizer, UpdateRule} from './optimizer.js';
import {rmsprop} from './rmsprop.js';
import {sgd} from './sgd.js';

/** The optimizers, by Keras's names. */
export const optimizers: Registry<Optimizer> = {adam, adamw, rmsprop, sgd};

/**
 * What of an optimizer and its options decides a graph: its name, and behind a slash the form that the options ask for.
 * @throws UNKNOWN_NAME, ZodError
 */
export function ruleName({
  name,
  options,
}: {
  name: string;
  options: Readonly<Record<string, unknown>>;
}): string {
  const optimizer = lookup(optimizers, 'optimizer', name);
  const form = optimizer.form?.(optimizer.options.parse(options));
  return form ? `${name}/${form}` : name;
}

/** The rule of a name that `ruleName` gave. */
export function updateRule(name: string): UpdateRule {
  const [optimizer, form] = name.split('/') as [string, string?];
  const found = lookup(optimizers, 'optimizer', optimizer);
  return form ? lookup(found.forms ?? {}, `form of ${optimizer}`, form) : found;
}
