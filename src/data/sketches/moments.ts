/** Of numbers: how many, their mean, and the sum of the squares of what each differs from it. */
export interface Moments {
  count: number;
  mean: number;
  squares: number;
  minimum: number;
  maximum: number;
}

/** Of both together (Chan, Golub and LeVeque 1983, equation 2.1). */
export function mergeMoments(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  const apart = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (apart * other.count) / count,
    squares: one.squares + other.squares + (apart ** 2 * one.count * other.count) / count,
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

/** Population form. */
export function deviation({count, squares}: Moments): number {
  return Math.sqrt(squares / count);
}
