import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {quantileThresholds} from '../../src/trees/quantile-thresholds.js';

const sorted = (values: number[]) => Float32Array.from(values).sort();

describe('quantileThresholds', () => {
  it.each([
    [[], []],
    [[7, 7, 7], []],
    [
      [0, 1, 1, 4],
      [0.5, 2.5],
    ],
    [[-0, 0, 1], [0.5]],
    [
      [Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, 0],
    ],
    [[-3.4e38, 3.4e38], [0]],
  ])('are midway between the distinct values of %j', (values, expected) => {
    expect([...quantileThresholds(sorted(values), 255)]).toEqual(expected);
  });

  it('divide neighbours between which there is no other float32', () => {
    const above = new Float32Array(Uint32Array.of(0x3f800001).buffer)[0]!;
    const [threshold] = quantileThresholds(sorted([1, above]), 255);
    expect(1 <= threshold!).toBe(true);
    expect(above <= threshold!).toBe(false);
  });

  it.each([2, 3, 16, 255])('make at most %i bins, of about as many rows each', (most) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const random = randomStream(seed, 'values');
      const values = sorted(Array.from({length: 5000}, () => random.normal()));
      const thresholds = [...quantileThresholds(values, most)];
      expect(thresholds.length, `seed ${seed}`).toBe(most - 1);
      const counts = countsOf(values, thresholds);
      expect(Math.max(...counts), `seed ${seed}`).toBeLessThanOrEqual(Math.ceil(5000 / most) + 1);
      expect(thresholds).toEqual([...thresholds].sort((a, b) => a - b));
    }
  });

  it('give a value of many rows a bin of its own', () => {
    const random = randomStream(3, 'values');
    const values = sorted([
      ...Array.from({length: 4000}, () => 0),
      ...Array.from({length: 4000}, () => random.normal()),
    ]);
    const counts = countsOf(values, [...quantileThresholds(values, 20)]);
    expect(counts.filter((count) => count >= 4000)).toEqual([4000]);
    expect(counts.length).toBeGreaterThan(10);
  });
});

function countsOf(values: Float32Array, thresholds: number[]): number[] {
  const counts = new Array<number>(thresholds.length + 1).fill(0);
  for (const value of values) {
    const at = thresholds.findIndex((threshold) => value <= threshold);
    counts[at < 0 ? thresholds.length : at]! += 1;
  }
  return counts;
}
