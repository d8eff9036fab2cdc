import {expect, test} from 'vitest';
import {score} from '../../src/base/score.js';

test.each([
  [0.41351, '0.4135'],
  [1, '1.0000'],
  [-0.0018, '-0.0018'],
  [0, '0.0000'],
  [0.00001234, '0.00001234'],
  [2.4e-9, '2.400e-9'],
  [2781.4567, '2,781.46'],
  [9268, '9,268.00'],
  [51_234_567.8, '51,234,600'],
  [undefined, '-'],
])('shows a score of %s as %s', (value, shown) => {
  expect(score(value)).toBe(shown);
});
