import {expect, it} from 'vitest';
import {nearest} from '../../src/base/nearest.js';

it.each([
  ['Sped', ['Speed', 'Sky'], 'Speed'],
  ['sky', ['Speed', 'Sky'], 'Sky'],
  ['sk', ['speed'], undefined],
  ['wingspan', [], undefined],
  ['', ['r2'], undefined],
])('finds for %s among %j: %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});

it('takes no time for a name that is far too long', () => {
  const began = performance.now();
  expect(nearest('x'.repeat(5_000_000), ['Speed', 'x'.repeat(300)])).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(500);
});
