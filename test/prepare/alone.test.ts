import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {aloneClasses, aloneNumbers} from '../../src/prepare/alone.js';
import type {Glance} from '../../src/prepare/glance.js';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** A glance at one column, of which every third row is held out. */
function glance(
  values: readonly number[],
  target: readonly number[],
  labels: readonly string[] = [],
): Glance {
  const rows = (isHeld: boolean) => {
    const chosen = values.map((_, row) => row).filter((row) => (row % 3 === 0) === isHeld);
    return {
      length: chosen.length,
      target: Float64Array.from(chosen, (row) => target[row]!),
      columns: [Float64Array.from(chosen, (row) => values[row]!)],
    };
  };
  return {train: rows(false), held: rows(true), labels};
}

const random = randomStream(seed, 'alone');
const noise = Array.from({length: 6000}, () => random.uniform());
const coin = noise.map(() => random.integer(2));

it(`is one half and nothing where a column says nothing (FUZZ_SEED=${seed})`, () => {
  expect(Math.abs(aloneClasses(glance(noise, coin, ['a', 'b']), 0, true) - 0.5)).toBeLessThan(0.06);
  expect(
    Math.abs(
      aloneClasses(
        glance(
          coin,
          noise.map((one) => (one > 0.5 ? 1 : 0)),
          ['a', 'b'],
        ),
        0,
        false,
      ) - 0.5,
    ),
  ).toBeLessThan(0.06);
  expect(
    aloneNumbers(
      glance(
        noise,
        noise.map(() => random.normal()),
      ),
      0,
      true,
    ),
  ).toBeLessThan(0.1);
});

it('is one where it says all, whichever way it goes and wherever it is cut', () => {
  const inside = noise.map((one) => (one > 0.3 && one < 0.7 ? 1 : 0));
  expect(aloneClasses(glance(noise, inside, ['a', 'b']), 0, true)).toBeGreaterThan(0.995);
  expect(
    aloneClasses(
      glance(
        coin,
        coin.map((one) => 1 - one),
        ['a', 'b'],
      ),
      0,
      false,
    ),
  ).toBe(1);
  const three = noise.map((one) => Math.floor(one * 3));
  expect(aloneClasses(glance(three, three, ['a', 'b', 'c']), 0, false)).toBe(1);
});

it('is the area under the curve of the shares that training rows have', () => {
  // Of value 1 three quarters are of the class, of value 0 one quarter: 0.75 ² + 0.75 · 0.25.
  const values = Array.from({length: 1200}, (_, row) => row % 2);
  const target = values.map((value, row) => (Math.floor(row / 6) % 4 < 3 ? value : 1 - value));
  expect(aloneClasses(glance(values, target, ['a', 'b']), 0, false)).toBeCloseTo(0.75, 2);
});

it('explains a number by a line, by steps, and by values', () => {
  expect(
    aloneNumbers(
      glance(
        noise,
        noise.map((one) => Math.exp(20 * one)),
      ),
      0,
      true,
    ),
  ).toBeGreaterThan(0.9);
  expect(
    aloneNumbers(
      glance(
        noise,
        noise.map((one) => 3 - 1e6 * one),
      ),
      0,
      true,
    ),
  ).toBeCloseTo(1, 9);
  expect(
    aloneNumbers(
      glance(
        coin,
        coin.map((one) => one * 7),
      ),
      0,
      false,
    ),
  ).toBeCloseTo(1, 5);
});

it('takes missing values for a value of their own', () => {
  const values = coin.map((one, row) => (one === 1 ? Number.NaN : noise[row]!));
  expect(aloneClasses(glance(values, coin, ['a', 'b']), 0, true)).toBe(1);
});

it('scores no class of which too few rows are held out', () => {
  const rare = noise.map((_, row) => (row === 3 || row === 4 ? 1 : 0));
  expect(aloneClasses(glance(rare, rare, ['a', 'b']), 0, false)).toBe(0.5);
});
