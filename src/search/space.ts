export type Value = string | number | boolean;

/** Where a parameter's values come from, in Optuna's words. Log scales are stated in real units. */
export type Range =
  | {type: 'choice'; values: readonly Value[]}
  | {type: 'uniform'; low: number; high: number}
  | {type: 'log-uniform'; low: number; high: number}
  /** 1 − log-uniform, for momentum and the like, where 0.9 is to 0.99 as 0.99 to 0.999. Apache MADlib's. */
  | {type: 'log-near-one'; low: number; high: number}
  | {type: 'int'; low: number; high: number; log?: boolean | undefined}
  /** low, low + step, low + 2 step … up to high. */
  | {type: 'quantized'; low: number; high: number; step: number; log?: boolean | undefined};

/** One parameter of a search. */
export type Parameter = Range & {
  /** Parameters of the same space, each with values: unless it has one of them, this one is left out. */
  when?: Readonly<Record<string, readonly Value[]>> | undefined;
  /** Whether the shape of the model's weights depends on it, so that it cannot change once training began. */
  shape?: true | undefined;
};

export type Space = Readonly<Record<string, Parameter>>;
export type Point = Record<string, Value>;

/** The names of a space's parameters, each after those that its condition names. */
export function orderOf(space: Space): string[] {
  const ordered = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    if (ordered.has(name) || above.includes(name)) return;
    for (const parent of Object.keys(space[name]?.when ?? {})) visit(parent, [...above, name]);
    if (space[name]) ordered.add(name);
  };
  for (const name of Object.keys(space)) visit(name, []);
  return [...ordered];
}

/** Whether a parameter takes part in a point, as far as the point is known. */
export function isActive({when = {}}: Parameter, point: Point): boolean {
  return Object.entries(when).every(([parent, values]) => values.includes(point[parent]!));
}

/** A point of a space: a value for every parameter that takes part, chosen parents first. */
export function pointOf(space: Space, choose: (name: string, parameter: Parameter) => Value): Point {
  const point: Point = {};
  for (const name of orderOf(space)) {
    const parameter = space[name]!;
    if (isActive(parameter, point)) point[name] = choose(name, parameter);
  }
  return point;
}

/** Every point that some values of each parameter make up. */
export function* combinations(
  space: Space,
  valuesOf: (parameter: Parameter) => readonly Value[],
): Generator<Point> {
  yield* extended({}, orderOf(space), space, valuesOf);
}

function* extended(
  point: Point,
  [name, ...others]: readonly string[],
  space: Space,
  valuesOf: (parameter: Parameter) => readonly Value[],
): Generator<Point> {
  if (name === undefined) {
    yield point;
    return;
  }
  const parameter = space[name]!;
  if (!isActive(parameter, point)) yield* extended(point, others, space, valuesOf);
  else
    for (const value of valuesOf(parameter))
      yield* extended({...point, [name]: value}, others, space, valuesOf);
}

/** The parameters that decide the shape of the weights: the marked ones, and whatever decides whether they take part. */
export function shapeNames(space: Space): Set<string> {
  const names = new Set<string>();
  for (const name of orderOf(space).reverse())
    if (space[name]!.shape || names.has(name))
      for (const each of [name, ...Object.keys(space[name]!.when ?? {})]) names.add(each);
  return names;
}
