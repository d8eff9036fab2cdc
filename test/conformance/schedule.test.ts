import {describe, expect, it} from 'vitest';
import {schedules} from '../../src/nn/schedules/registry.js';

describe.each(Object.entries(schedules))('%s', (_name, {options, factor, examples}) => {
  it.each(examples)('gives the factors of its example: %o', (example) => {
    const chosen = options.parse(example.options);
    example.factors.forEach((expected, t) => {
      expect(factor(t, example.factors.length, chosen)).toBeCloseTo(expected, 9);
    });
  });

  it.each(examples)('stays between 0 and 1, also beyond the last step: %o', (example) => {
    const chosen = options.parse(example.options);
    for (let t = 0; t <= 120; t += 1) {
      const value = factor(t, 100, chosen);
      expect(value >= 0 && value <= 1).toBe(true);
    }
  });

  it('refuses an option that it does not have', () => {
    expect(options.safeParse({unheardOf: 1}).success).toBe(false);
  });
});
