import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import {lookup} from '../base/registry.js';
import type {View} from '../features/view.js';
import type {Builder, Value} from '../graph/ops/op.js';
import type {Initializer} from '../nn/initializer.js';
import type {TrainingCall} from '../nn/layers/layer.js';
import {layers as registry} from '../nn/layers/registry.js';
import {layerOptions, misfit} from './layer-misfit.js';
import type {LayerSpec} from './model.js';

/** Where a model's weights come from: a slice of the trained vector, a constant, or only a note of their shape. */
export type WeightSource = (
  name: string,
  shape: readonly number[],
  initializer: Initializer,
  trainable: boolean,
) => Value;

/** What a step of training hands to each layer, by the layer's place. */
export type TrainingSource = (position: number) => TrainingCall;

/**
 * Adds a model's layers to a graph: view → logits [B, outputs].
 * Weights are called `<position>.<layer>.<weight>`, such as `2.dense.kernel`.
 * @throws UNKNOWN_NAME for a layer that is not there, MODEL_INVALID for options and inputs that do not fit.
 */
export function forward(
  builder: Builder,
  layers: readonly LayerSpec[],
  view: View,
  weight: WeightSource,
  training?: TrainingSource,
): Value {
  const named = new Map<string, Value>(Object.entries(view) as [string, Value][]);
  let last: Value | undefined;
  layers.forEach((spec, position) => {
    const layer = lookup(registry, 'layer', spec.layer);
    const place = {position, of: layers.length, spec};
    const options = layerOptions(layer, place);
    const inputs = spec.inputs?.map((name) => find(named, name)) ?? [last ?? find(named, 'numeric')];
    const reason =
      layer.arity !== 'some' && inputs.length !== 1 ? 'one input' : layer.unfit?.(inputs, options);
    if (reason) throw misfit(place, reason, inputs);
    last = layer.build({
      builder,
      inputs,
      options,
      position,
      training: training?.(position),
      weight: (name, shape, initializer, trainable = true) =>
        weight(`${position}.${spec.layer}.${name}`, shape, initializer, trainable),
    });
    if (spec.name) named.set(spec.name, last);
  });
  if (!last) throw new AdlError('MODEL_INVALID', 'A model needs one layer or more; it has none.');
  return last;
}

function find(named: ReadonlyMap<string, Value>, name: string): Value {
  const value = named.get(name);
  if (value) return value;
  const names = [...named.keys()];
  const close = nearest(name, names);
  throw new AdlError('MODEL_INVALID', `No layer before it is called \`${name}\`.`, {
    suggestions: [close ? `Did you mean \`${close}\`?` : `Use one of: ${names.join(', ')}.`],
  });
}
