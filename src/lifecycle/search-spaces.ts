import {z} from 'zod';
import type {Family} from '../models/families/family.js';
import {type JsonSchema, wantedBy} from '../project/manifest-remedy.js';
import {conditionMisfit} from '../search/condition-check.js';
import {type Misfit, rangeMisfit, rangeOf} from '../search/range-check.js';
import {closest, gridOf, valueAt} from '../search/scale.js';
import {type Parameter, type Point, pointOf, type Space, type Value} from '../search/space.js';

/** What a manifest says of a family's parameters: one value each, or a range. */
export type Written = Readonly<Record<string, unknown>>;

/** Where a range is tried, beside its ends and its middle. */
const someShares = [0.13, 0.29, 0.61, 0.83, 0.99];

/**
 * A family's space with some ranges as a manifest has them, of parameters that are in it and of others that the family
 * takes. What it does not say of a condition stays.
 */
export function spaceOf({space}: Family, written: Written = {}): Space {
  const own = Object.entries(written).map(([name, range]): [string, Parameter] => {
    const {when, shape} = space[name] ?? {};
    return [name, {...(when && {when}), ...rangeOf(range), ...(shape && {shape})}];
  });
  return {...space, ...Object.fromEntries(own)};
}

/** The point of a family that is known to be good, as far as a space has it. */
export function defaultIn({default: known}: Family, space: Space): Point {
  return pointOf(space, (name, parameter) => closest(parameter, known[name] ?? valueAt(parameter, 0.5)));
}

/** The first misfit of what a manifest says of a family's parameters, all of which the family has. */
export function spaceMisfit(family: Family, written: Written): Misfit | undefined {
  for (const [name, range] of Object.entries(written)) {
    const misfit = rangeMisfit(range, family.space[name]) ?? limitMisfit(family, name, range);
    if (misfit) return {...misfit, path: [name, ...misfit.path]};
  }
  return conditionMisfit(spaceOf(family, written), Object.keys(written));
}

/** A value that the family cannot take. */
function limitMisfit(family: Family, name: string, written: unknown): Misfit | undefined {
  const range = rangeOf(written);
  const accepts = family.accepts[name]!;
  const odd = trialValues(range).find((value) => !accepts.safeParse(value).success);
  if (odd === undefined) return undefined;
  const wanted = wantedBy(z.toJSONSchema(accepts, {io: 'input'}) as JsonSchema);
  if (typeof written !== 'object')
    return {path: [], expected: wanted, got: odd, remedy: family.default[name]};
  const place = placeIn(range, odd);
  const isKind = place[0] === 'type';
  return {
    ...{path: place, expected: `${wanted} in every value`, got: isKind ? range.type : odd},
    suggestion: isKind && wanted.startsWith('a whole') ? 'Did you mean `int`?' : undefined,
  };
}

function trialValues(range: Parameter): readonly Value[] {
  if (range.type === 'choice') return range.values;
  return [...gridOf(range), ...someShares.map((share) => valueAt(range, share))];
}

function placeIn(range: Parameter, value: Value): (string | number)[] {
  if (range.type === 'choice') return ['values', range.values.indexOf(value)];
  return value === range.low ? ['low'] : value === range.high ? ['high'] : ['type'];
}
