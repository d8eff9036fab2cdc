/** One parameter of a search, in Optuna's and Ludwig's words. Log scales are stated in real units. */
export type Parameter =
  | {type: 'choice'; values: readonly (string | number | boolean)[]}
  | {type: 'uniform'; low: number; high: number}
  | {type: 'log-uniform'; low: number; high: number}
  | {type: 'int'; low: number; high: number};

export type Space = Readonly<Record<string, Parameter>>;
export type Point = Record<string, string | number | boolean>;

type Kind<Type extends Parameter['type']> = Extract<Parameter, {type: Type}>;

interface Scale<P> {
  /** The value at u, which is uniform in [0, 1). */
  at(parameter: P, u: number): string | number | boolean;
  /** A few values that cover the range. */
  grid(parameter: P): (string | number | boolean)[];
}

const scales: {[Type in Parameter['type']]: Scale<Kind<Type>>} = {
  choice: {
    at: ({values}, u) => values[Math.floor(u * values.length)]!,
    grid: ({values}) => [...values],
  },
  uniform: {
    at: ({low, high}, u) => low + u * (high - low),
    grid: ({low, high}) => [low, (low + high) / 2, high],
  },
  'log-uniform': {
    at: ({low, high}, u) => Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low))),
    grid: ({low, high}) => [low, Math.sqrt(low * high), high],
  },
  int: {
    at: ({low, high}, u) => low + Math.floor(u * (high - low + 1)),
    grid: ({low, high}) => [...new Set([low, Math.round((low + high) / 2), high])],
  },
};

/** The value of a parameter at u in [0, 1). */
export function valueAt(parameter: Parameter, u: number): string | number | boolean {
  return scaleOf(parameter).at(parameter, u);
}

/** A few values of a parameter that cover it: all of a choice, else both ends and the middle. */
export function gridOf(parameter: Parameter): (string | number | boolean)[] {
  return scaleOf(parameter).grid(parameter);
}

function scaleOf(parameter: Parameter): Scale<Parameter> {
  return scales[parameter.type] as Scale<Parameter>;
}
