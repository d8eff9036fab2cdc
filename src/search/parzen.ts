import type {Random} from '../base/random.js';
import {cellOf, closest, placeOf, valueAt} from './scale.js';
import {isActive, orderOf, type Parameter, type Point, pointOf, type Space, type Value} from './space.js';

/** A density over the points of a space, conditional parameters included. */
export interface Density {
  sample(random: Random): Point;
  logDensity(point: Point): number;
}

/** How one parameter is spread around one observation. */
interface Kernel {
  sample(random: Random): Value;
  density(value: Value): number;
}

/**
 * A kernel for each observation and one for the prior, each a product over the parameters (Falkner, Klein and Hutter
 * 2018; Optuna's multivariate form). A parameter that an observation does not have is spread there as in the prior. Widths, weights of the
 * prior and their limits are Optuna's.
 */
export function parzen(space: Space, observed: readonly Point[], weights: readonly number[]): Density {
  const order = orderOf(space);
  const kernels = new Map(order.map((name) => [name, kernelsOf(name, space[name]!, observed)]));
  const all = [...weights, 1];
  const total = all.reduce((sum, weight) => sum + weight, 0);
  const kernelAt = (name: string, at: number): Kernel => kernels.get(name)![at]!;
  return {
    sample: (random) => {
      const at = weighted(all, total, random);
      return pointOf(space, (name) => kernelAt(name, at).sample(random));
    },
    logDensity: (point) => {
      const names = order.filter((name) => isActive(space[name]!, point));
      const logs = all.map((weight, at) =>
        names.reduce(
          (sum, name) => sum + Math.log(kernelAt(name, at).density(point[name]!)),
          Math.log(weight / total),
        ),
      );
      const largest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
      return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
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

/** One for each observation, in order, and the prior's. */
function kernelsOf(name: string, parameter: Parameter, observed: readonly Point[]): Kernel[] {
  const values = observed.flatMap((point) => (name in point ? [point[name]!] : []));
  const own =
    parameter.type === 'choice' ? choices(parameter, values) : numbers(parameter, values as number[]);
  const prior = own.at(-1)!;
  let next = 0;
  return [...observed.map((point) => (name in point ? own[next++]! : prior)), prior];
}

function choices(parameter: Parameter & {type: 'choice'}, observed: readonly Value[]): Kernel[] {
  const count = parameter.values.length;
  const share = 1 / (observed.length + 1);
  const around = (at: number): Kernel => {
    const total = count * share + 1;
    const density = (value: Value) => (share + Number(parameter.values[at] === value)) / total;
    return {
      density,
      sample: (random) =>
        random.uniform() * total < 1 ? parameter.values[at]! : parameter.values[random.integer(count)]!,
    };
  };
  const prior: Kernel = {
    density: () => 1 / count,
    sample: (random) => parameter.values[random.integer(count)]!,
  };
  return [...observed.map((value) => around(parameter.values.indexOf(closest(parameter, value)))), prior];
}

type Numeric = Exclude<Parameter, {type: 'choice'}>;

function numbers(parameter: Numeric, observed: readonly number[]): Kernel[] {
  const means = observed.map((value) => placeOf(parameter, value));
  const widths = widthsOf(means);
  return [...means.map((mean, at) => around(parameter, mean, widths[at]!)), around(parameter, 0.5, 1)];
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

/** A normal distribution within [0, 1]. */
function around(parameter: Numeric, mean: number, width: number): Kernel {
  const within = normalMass(-mean / width, (1 - mean) / width);
  return {
    sample: (random) => {
      for (;;) {
        const place = mean + width * random.normal();
        if (place >= 0 && place < 1) return valueAt(parameter, place);
      }
    },
    density: (value) => {
      const cell = cellOf(parameter, value as number);
      if (cell) return normalMass((cell[0] - mean) / width, (cell[1] - mean) / width) / within;
      const z = (placeOf(parameter, value as number) - mean) / width;
      return Math.exp(-0.5 * z * z) / (width * Math.sqrt(2 * Math.PI) * within);
    },
  };
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
