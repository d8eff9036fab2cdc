import {randomStream} from '../../src/base/random.js';
import {binTable} from '../../src/trees/binned-table.js';
import {type ColumnBins, fitBins} from '../../src/trees/bins.js';
import type {EncodedTable, TableShape} from '../../src/trees/encoded-table.js';
import {Kernel} from '../../src/trees/kernel.js';
import {type TreesOptions, usualTrees} from '../../src/trees/options.js';
import {Workbench} from '../../src/trees/workbench.js';

/** Whatever is not the matter of a test. */
export const plainTrees: TreesOptions = {
  ...usualTrees,
  objective: 'squared-error',
  minRows: 1,
  minCategoryRows: 1,
};

export interface Drawn {
  table: EncodedTable;
  shape: TableShape;
}

/** Rows with ties, missing numbers, and categories of uneven sizes. */
export function drawnTable(
  seed: number,
  {rows, numeric, sizes, missing = 0.1}: {rows: number; numeric: number; sizes: number[]; missing?: number},
): Drawn {
  const random = randomStream(seed, 'table');
  const number = () => (random.uniform() < missing ? Number.NaN : Math.round(8 * random.normal()) / 4);
  return {
    table: {
      rows,
      numeric: Float32Array.from({length: rows * numeric}, number),
      codes: Int32Array.from({length: rows * sizes.length}, (_, at) =>
        Math.floor(random.uniform() ** 2 * sizes[at % sizes.length]!),
      ),
    },
    shape: {numeric, sizes},
  };
}

/** A table in the memory of a kernel of its own. */
export function benchOf(
  {table, shape}: Drawn,
  threads = 1,
): {kernel: Kernel; bins: ColumnBins[]; bench: Workbench} {
  const kernel = new Kernel(threads);
  const bins = fitBins(table, shape, 255, randomStream(0, 'bins'));
  return {kernel, bins, bench: new Workbench(kernel, binTable(kernel, table, bins))};
}
