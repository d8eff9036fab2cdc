import type {Dimension, Shape} from './ops/op.js';

/** NumPy's broadcasting, with symbolic lengths: a symbol equals itself and stretches a 1. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({length: rank}, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === 1) return right;
    if (right === 1 || left === right) return left;
    throw new Error(`Shapes [${a}] and [${b}] do not broadcast.`);
  });
}

/** A negative axis counts from the end. */
export function normalizeAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (normal < 0 || normal >= rank) throw new Error(`Axis ${axis} does not exist at rank ${rank}.`);
  return normal;
}

/** The product of lengths, where all are known. */
export function count(shape: Shape): number | undefined {
  let product = 1;
  for (const length of shape) {
    if (typeof length === 'string') return undefined;
    product *= length;
  }
  return product;
}

/** The shape as numbers. @throws Error if a length is symbolic. */
export function known(shape: Shape): number[] {
  return shape.map((length) => {
    if (typeof length === 'string') throw new Error(`The length ${length} of [${shape}] is not known here.`);
    return length;
  });
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length: Dimension, axis) => length === b[axis]);
}
