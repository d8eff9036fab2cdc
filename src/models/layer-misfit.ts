import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import type {Signature} from '../graph/ops/op.js';
import type {Layer} from '../nn/layers/layer.js';
import type {LayerSpec} from './model.js';

/** A layer and where in its model it stands. */
export interface Place {
  position: number;
  of: number;
  spec: LayerSpec;
}

const before = 'the layer before';

/** @throws MODEL_INVALID with the option, and the nearest one where its name is unknown. */
export function layerOptions(layer: Layer, place: Place): unknown {
  const parsed = layer.options.safeParse(place.spec.options);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) throw unknownOption(layer, place, unknown.keys[0]!);
  const issue = parsed.error.issues[0]!;
  const got = JSON.stringify(issue.path.reduce<unknown>(within, place.spec.options)) ?? 'nothing';
  throw new AdlError(
    'MODEL_INVALID',
    `${described(place)}: its option \`${issue.path.join('.')}\` does not fit: ${issue.message}; got ${got}.`,
    {cause: parsed.error},
  );
}

/** Inputs of shapes or types that the layer does not take. `wanted` ends a sentence that begins with "takes". */
export function misfit(place: Place, wanted: string, inputs: readonly Signature[]): AdlError {
  const names = place.spec.inputs ?? [place.position === 0 ? 'numeric' : before];
  const shown = inputs.map(
    ({type, shape}, at) =>
      `[${shape.join(', ')}]${type === 'float' ? '' : ` of ${type}`} from ${quoted(names[at]!)}`,
  );
  return new AdlError(
    'MODEL_INVALID',
    `${described(place)}, takes ${wanted}; it got ${shown.join(' and ')}.`,
  );
}

function unknownOption(layer: Layer, place: Place, option: string): AdlError {
  const {properties = {}} = z.toJSONSchema(layer.options, {io: 'input'});
  const names = Object.keys(properties);
  const close = nearest(option, names);
  const others = names.length > 0 ? `Use one of: ${names.join(', ')}.` : 'Leave it out: this layer has none.';
  return new AdlError('MODEL_INVALID', `${described(place)}, has no option \`${option}\`.`, {
    suggestions: [close ? `Did you mean \`${close}\`?` : others],
  });
}

function described({position, of, spec}: Place): string {
  return `Layer ${position + 1} of ${of}, \`${spec.layer}\``;
}

function quoted(name: string): string {
  return name === before ? name : `\`${name}\``;
}

function within(value: unknown, key: PropertyKey): unknown {
  return (value as Record<PropertyKey, unknown> | undefined)?.[key];
}
