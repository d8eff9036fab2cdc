import {randomStream} from '../../dist/base/random.js';

/** Draws of one case: equal seeds give equal cases. */
export function drawsOf(seed) {
  const random = randomStream(seed, 'hostile');
  const below = (limit) => random.integer(limit);
  const between = (least, most) => least + below(most - least + 1);
  const pick = (list) => list[below(list.length)];
  const chance = (share) => random.uniform() < share;
  const bytes = (length) => Buffer.from(Array.from({length}, () => below(256)));
  const text = (alphabet, length) => Array.from({length}, () => pick(alphabet)).join('');
  return {below, between, pick, chance, bytes, text};
}
