import {describe, expect, it} from 'vitest';
import {imputers} from '../../src/features/imputers/registry.js';
import {factsOf} from '../helpers/number-facts.js';

describe.each(Object.entries(imputers))('%s', (_name, imputer) => {
  const {values, value = 0, fill} = imputer.example;

  it('fills in what scikit-learn does for its example', async () => {
    expect(imputer.fill(await factsOf(values, []), value)).toBe(fill);
  });

  it('has a number for a column of which nothing is known', async () => {
    expect(imputer.fill(await factsOf([null, null], []), 7)).toBe(imputer.valued ? 7 : 0);
  });

  it('does not depend on the order of the rows', async () => {
    const facts = await factsOf(values.toReversed(), []);
    expect(imputer.fill(facts, value)).toBe(fill);
  });
});
