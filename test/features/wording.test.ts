import {expect, it} from 'vitest';
import {percent} from '../../src/features/wording.js';

it('rounds what is some neither to nothing nor to all', () => {
  expect([0, 0.00002, 0.0005, 0.123, 0.9996, 1].map(percent)).toEqual([
    ...['0%', 'under 0.1%', '0.1%', '12.3%', 'almost 100%', '100%'],
  ]);
});
