import type {Random} from '../../src/base/random.js';
import type {Rows} from '../../src/data/batches.js';

/** Random encoded rows for the columns of `featureColumns`; a tenth of the numbers named in `missing` is NaN. */
export function randomRows(
  random: Random,
  {
    rows,
    numeric,
    missing = [],
    codes,
    target,
  }: {
    rows: number;
    numeric: number;
    missing?: number[];
    codes: number[];
    target: (numbers: number[], codes: number[]) => number;
  },
): Rows {
  const all: Rows = {
    rows,
    numeric: new Float32Array(rows * numeric),
    codes: new Int32Array(rows * codes.length),
    target: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row += 1) {
    const numbers = Array.from({length: numeric}, () => random.normal());
    const categories = codes.map((size) => random.integer(size));
    all.target[row] = target(numbers, categories);
    const kept = numbers.map((value, at) =>
      missing.includes(at) && random.uniform() < 0.1 ? Number.NaN : value,
    );
    all.numeric.set(kept, row * numeric);
    all.codes.set(categories, row * codes.length);
  }
  return all;
}
