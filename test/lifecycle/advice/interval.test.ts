import {describe, expect, it} from 'vitest';
import {correctedInterval, studentQuantile} from '../../../src/lifecycle/advice/interval.js';

describe('the interval of a gain', () => {
  it.each([
    [0.975, 1, 12.706],
    [0.975, 9, 2.2622],
    [0.9995, 9, 4.7809],
    [0.95, 4, 2.1318],
    [0.975, 30, 2.0423],
    [0.5, 9, 0],
  ])("has Student's quantile at %d with %i degrees of freedom", (probability, freedom, value) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(value, 2);
  });

  it('is wider than that of independent splits, by what they share', () => {
    const differences = [0.01, 0.03, 0.02, 0.04, 0, 0.02, 0.01, 0.03, 0.02, 0.02];
    const {mean, low, high} = correctedInterval(differences, 0.25, 0.95);
    const variance = differences.reduce((sum, one) => sum + (one - 0.02) ** 2, 0) / 9;
    expect(mean).toBeCloseTo(0.02, 12);
    expect(high - mean).toBeCloseTo(2.2622 * Math.sqrt((0.1 + 0.25) * variance), 4);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });
});
