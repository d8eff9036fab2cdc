import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {draws} from '../../src/search/proposals.js';
import {
  cellOf,
  closest,
  countOf,
  gridOf,
  perturbed,
  placeOf,
  valueAt,
  valuesOf,
} from '../../src/search/scale.js';
import type {Parameter, Space} from '../../src/search/space.js';

type Numeric = Exclude<Parameter, {type: 'choice'}>;

const numbers: Record<string, Numeric> = {
  uniform: {type: 'uniform', low: -2, high: 3},
  'log-uniform': {type: 'log-uniform', low: 1e-4, high: 10},
  'log-near-one': {type: 'log-near-one', low: 0.9, high: 0.9999},
  int: {type: 'int', low: 3, high: 9},
  'int by logarithm': {type: 'int', low: 1, high: 100, log: true},
  quantized: {type: 'quantized', low: 0.1, high: 0.55, step: 0.1},
  'quantized by logarithm': {type: 'quantized', low: 0.1, high: 2, step: 0.1, log: true},
};
const shares = Array.from({length: 1000}, (_, at) => at / 1000);

describe.each(Object.entries(numbers))('%s', (_name, parameter) => {
  it('stays within its range, in order, from end to end', () => {
    const values = shares.map((u) => valueAt(parameter, u) as number);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    const last = gridOf(parameter).at(-1) as number;
    expect(values[0]).toBeCloseTo(parameter.low, 12);
    expect(values.at(-1)! / last).toBeGreaterThan(0.98);
    expect(Math.max(...values)).toBeLessThanOrEqual(last);
  });

  it('puts a value where it was drawn', () => {
    for (const u of shares) {
      const value = valueAt(parameter, u) as number;
      const cell = cellOf(parameter, value);
      if (!cell) expect(placeOf(parameter, value)).toBeCloseTo(u, 9);
      else {
        expect(u).toBeGreaterThanOrEqual(cell[0] - 1e-9);
        expect(u).toBeLessThanOrEqual(cell[1] + 1e-9);
      }
    }
  });

  it('has cells that fill it', () => {
    const cells = valuesOf(parameter)?.map((value) => cellOf(parameter, value as number)!);
    expect(cells === undefined).toBe(cellOf(parameter, parameter.low) === undefined);
    cells?.forEach(([from], at) => expect(from).toBeCloseTo(cells[at - 1]?.[1] ?? 0, 9));
    if (cells) expect(cells.at(-1)![1]).toBeCloseTo(1, 9);
  });

  it('moves a value a little, and never out of its range', () => {
    for (const u of shares) {
      const value = valueAt(parameter, u) as number;
      for (const factor of [0.8, 1.2]) {
        const moved = perturbed(parameter, value, factor) as number;
        expect(closest(parameter, moved)).toBe(moved);
        expect(moved).toBeGreaterThanOrEqual(parameter.low);
        expect(moved).toBeLessThanOrEqual(parameter.high);
      }
    }
  });
});

it('draws the middle where the scale has it, in real units', () => {
  expect(valueAt(numbers['log-uniform']!, 0.5)).toBeCloseTo(Math.sqrt(1e-4 * 10), 9);
  expect(valueAt(numbers['log-near-one']!, 0.5)).toBeCloseTo(1 - Math.sqrt(0.1 * 1e-4), 9);
  expect(valuesOf(numbers.quantized!)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
});

it('moves a momentum by what is left to one', () => {
  expect(perturbed(numbers['log-near-one']!, 0.99, 1.2)).toBeCloseTo(1 - 0.01 * 1.2, 12);
});

it('moves a choice to the one beside it', () => {
  const parameter: Parameter = {type: 'choice', values: ['a', 'b', 'c']};
  expect(perturbed(parameter, 'b', 1.2)).toBe('c');
  expect(perturbed(parameter, 'b', 0.8)).toBe('a');
  expect(perturbed(parameter, 'c', 1.2)).toBe('c');
});

it('finds the closest value that there is', () => {
  expect(closest({type: 'choice', values: [16, 128, 512]}, 64)).toBe(16);
  expect(closest({type: 'choice', values: ['a', 'b']}, 'b')).toBe('b');
  expect(closest({type: 'int', low: 100, high: 200}, 64)).toBe(100);
});

it('draws parameters independently of each other (earlier systems 2: with the same numbers, and so only the diagonal)', () => {
  const draw = draws({
    spaces: {a: {x: {type: 'uniform', low: 0, high: 1}, y: {type: 'uniform', low: 0, high: 1}}},
    seed: 3,
  });
  const points = Array.from({length: 2000}, () => draw('a') as {x: number; y: number});
  const covariance = points.reduce((sum, {x, y}) => sum + (x - 0.5) * (y - 0.5), 0) / points.length;
  expect(Math.abs(covariance * 12)).toBeLessThan(0.08);
});

it('draws the same of a parameter when another is added', () => {
  const x: Parameter = {type: 'uniform', low: 0, high: 1};
  const spaces: Space[] = [{x}, {first: x, x, last: x}];
  const [one, two] = spaces.map((space) => draws({spaces: {a: space}, seed: 3}));
  for (let draw = 0; draw < 20; draw += 1) expect(two!('a').x).toBe(one!('a').x);
});

it('draws as many of each step as of any other', () => {
  const random = randomStream(1, 'steps');
  const counts = new Map<unknown, number>();
  for (let draw = 0; draw < 7000; draw += 1) {
    const value = valueAt(numbers.int!, random.uniform());
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

it('counts values without listing them', () => {
  expect(countOf({type: 'int', low: 1, high: 1e12})).toBe(1e12);
  expect(valuesOf({type: 'int', low: 1, high: 1e12})).toBeUndefined();
  expect(countOf(numbers.uniform!)).toBe(Infinity);
  expect(countOf({type: 'uniform', low: 1, high: 1})).toBe(1);
});
