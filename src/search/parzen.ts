import type {Random} from '../base/random.js';
import {cellOf, closest, placeOf, valueAt} from './scale.js';
import {isActive, orderOf, type Parameter, type Point, pointOf, type Space, type Value} from './space.js';

/** A density over the points of a space, conditional parameters included. */
export interface Density {
  sample(random: Random): Point;
  logDensity(point: Point): number;
}

/** How one parameter is spread around each observation, in order, and at the end in the prior. */
interface Spread {
  sample(at: number, random: Random): Value;
  logDensities(value: Value): number[];
}

/**
 * A kernel for each observation and one for the prior, each a product over the parameters (Falkner, Klein and Hutter
 * 2018; Optuna's multivariate form). A parameter that an observation does not have is spread there as in the prior.
 * Widths, weights of the prior and their limits are Optuna's.
 */
export function parzen(space: Space, observed: readonly Point[], weights: readonly number[]): Density {
  const order = orderOf(space);
  const spreads = new Map(order.map((name) => [name, spreadOf(name, space[name]!, observed)]));
  const all = [...weights, 1];
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return {
    sample: (random) => {
      const at = weighted(all, total, random);
      return pointOf(space, (name) => spreads.get(name)!.sample(at, random));
    },
    logDensity: (point) => {
      const sums = all.map((weight) => Math.log(weight / total));
      for (const name of order)
        if (isActive(space[name]!, point))
          for (const [at, log] of spreads.get(name)!.logDensities(point[name]!).entries()) sums[at]! += log;
      const largest = sums.reduce((most, log) => Math.max(most, log), -Infinity);
      return largest + Math.log(sums.reduce((sum, log) => sum + Math.exp(log - largest), 0));
    },
  };
}

function weighted(weights: readonly number[], total: number, random: Random): number {
  let rest = random.uniform() * total;
  const at = weights.findIndex((weight) => {
    rest -= weight;
    return rest < 0;
  });
  return at === -1 ? weights.length - 1 : at;
}

function spreadOf(name: string, parameter: Parameter, observed: readonly Point[]): Spread {
  const values = observed.flatMap((point) => (name in point ? [point[name]!] : []));
  const own =
    parameter.type === 'choice' ? choices(parameter, values) : numbers(parameter, values as number[]);
  let next = 0;
  // Of those that have the parameter, where their kernel is among those; of the others, where the prior is.
  const places = observed.map((point) => (name in point ? next++ : values.length));
  places.push(values.length);
  return {
    sample: (at, random) => own.sample(places[at]!, random),
    logDensities: (value) => {
      const logs = own.logDensities(value);
      return places.map((place) => logs[place]!);
    },
  };
}

function choices(parameter: Parameter & {type: 'choice'}, observed: readonly Value[]): Spread {
  const {values} = parameter;
  const share = 1 / (observed.length + 1);
  const total = values.length * share + 1;
  const centers = observed.map((value) => closest(parameter, value));
  return {
    sample: (at, random) =>
      at < centers.length && random.uniform() * total < 1
        ? centers[at]!
        : values[random.integer(values.length)]!,
    logDensities: (value) => [
      ...centers.map((center) => Math.log((share + Number(center === value)) / total)),
      -Math.log(values.length),
    ],
  };
}

type Numeric = Exclude<Parameter, {type: 'choice'}>;

/** Normal distributions within [0, 1], the prior's as wide as that. */
function numbers(parameter: Numeric, observed: readonly number[]): Spread {
  const means = observed.map((value) => placeOf(parameter, value));
  const widths = widthsOf(means);
  means.push(0.5);
  widths.push(1);
  const masses = means.map((mean, at) => normalMass(-mean / widths[at]!, (1 - mean) / widths[at]!));
  const constants = widths.map((width, at) => -Math.log(width * Math.sqrt(2 * Math.PI) * masses[at]!));
  return {
    sample: (at, random) => {
      for (;;) {
        const place = means[at]! + widths[at]! * random.normal();
        if (place >= 0 && place < 1) return valueAt(parameter, place);
      }
    },
    logDensities: (value) => {
      const cell = cellOf(parameter, value as number);
      const place = placeOf(parameter, value as number);
      return means.map((mean, at) => {
        const width = widths[at]!;
        if (cell)
          return Math.log(normalMass((cell[0] - mean) / width, (cell[1] - mean) / width) / masses[at]!);
        const z = (place - mean) / width;
        return constants[at]! - 0.5 * z * z;
      });
    },
  };
}

/** The distance to the farther neighbour, at most the range, at least a share of it that shrinks with their number. */
function widthsOf(means: readonly number[]): number[] {
  const order = [...means.keys()].sort((a, b) => means[a]! - means[b]!);
  const narrowest = 1 / Math.min(100, 2 + means.length);
  const widths = new Array<number>(means.length);
  order.forEach((own, at) => {
    const before = at > 0 ? means[own]! - means[order[at - 1]!]! : undefined;
    const after = at < order.length - 1 ? means[order[at + 1]!]! - means[own]! : undefined;
    const width =
      before === undefined && after === undefined
        ? Math.max(means[own]!, 1 - means[own]!)
        : Math.max(before ?? 0, after ?? 0);
    widths[own] = Math.min(1, Math.max(narrowest, width));
  });
  return widths;
}

/** How much of a standard normal distribution lies between two places, on the side where the difference is exact. */
function normalMass(from: number, to: number): number {
  if (from > 0) return upperTail(from) - upperTail(to);
  if (to < 0) return upperTail(-to) - upperTail(-from);
  return 1 - upperTail(-from) - upperTail(to);
}

/** ½ erfc(x/√2) for x ≥ 0, to 1.2e-7 of its value (Press et al., Numerical Recipes, section 6.2). */
function upperTail(x: number): number {
  const z = x / Math.SQRT2;
  const t = 1 / (1 + 0.5 * z);
  const series = coefficients.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  return 0.5 * t * Math.exp(-z * z + series);
}

const coefficients = [
  ...[-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398],
  ...[1.48851587, -0.82215223, 0.17087277],
];
