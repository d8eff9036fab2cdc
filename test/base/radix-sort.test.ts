import {expect, it} from 'vitest';
import {floatsOf, orderedKeys, radixSorted} from '../../src/base/radix-sort.js';
import {randomStream} from '../../src/base/random.js';

it('sorts as comparing does, and leaves what it was given', () => {
  const seed = 7;
  for (const length of [0, 1, 2, 3, 255, 5000]) {
    const random = randomStream(seed, 'keys', length);
    const keys = Uint32Array.from({length}, () => random.integer(2 ** 32)).fill(0xffffffff, 0, 2);
    const before = keys.slice();
    expect(radixSorted(keys), `seed ${seed}, ${length} keys`).toEqual(keys.slice().sort());
    expect(keys).toEqual(before);
  }
});

it('orders floats by their keys, and gives them back', () => {
  const values = Float32Array.of(
    3,
    -0,
    0,
    -1e-40,
    Number.POSITIVE_INFINITY,
    -2.5,
    Number.NEGATIVE_INFINITY,
    1e38,
  );
  expect([...floatsOf(radixSorted(orderedKeys(values)))]).toEqual(
    [...values.map((value) => value + 0)].sort((a, b) => a - b),
  );
});
