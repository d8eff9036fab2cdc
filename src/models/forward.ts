import {lookup} from '../base/registry.js';
import type {View} from '../features/view.js';
import type {Builder, Value} from '../graph/ops/op.js';
import type {Initializer} from '../nn/initializer.js';
import {layers as registry} from '../nn/layers/registry.js';
import type {LayerSpec} from './model.js';

/** Where a model's weights come from: a slice of the trained vector, a constant, or only a note of their shape. */
export type WeightSource = (name: string, shape: readonly number[], initializer: Initializer) => Value;

/**
 * Adds a model's layers to a graph: view → logits [B, outputs].
 * Weights are called `<position>.<layer>.<weight>`, such as `2.dense.kernel`.
 */
export function forward(
  builder: Builder,
  layers: readonly LayerSpec[],
  view: View,
  weight: WeightSource,
): Value {
  const named = new Map<string, Value>(Object.entries(view) as [string, Value][]);
  let last: Value | undefined;
  layers.forEach((spec, position) => {
    const layer = lookup(registry, 'layer', spec.layer);
    const inputs = spec.inputs?.map((name) => find(named, name)) ?? [last ?? find(named, 'numeric')];
    last = layer.build({
      builder,
      inputs,
      options: layer.options.parse(spec.options),
      weight: (name, shape, initializer) => weight(`${position}.${spec.layer}.${name}`, shape, initializer),
    });
    if (spec.name) named.set(spec.name, last);
  });
  if (!last) throw new Error('A model needs at least one layer.');
  return last;
}

function find(named: ReadonlyMap<string, Value>, name: string): Value {
  const value = named.get(name);
  if (!value)
    throw new Error(`No layer before it is called ${name}; there are: ${[...named.keys()].join(', ')}.`);
  return value;
}
