import {randomStream} from '../../src/base/random.js';
import {type BinnedTable, binTable} from '../../src/trees/binned-table.js';
import {type ColumnBins, fitBins} from '../../src/trees/bins.js';
import type {EncodedTable, TableShape} from '../../src/trees/encoded-table.js';
import type {GrowthOptions} from '../../src/trees/grower.js';
import {Kernel} from '../../src/trees/kernel.js';

/** Whatever is not the matter of a test. */
export const plainGrowth: Omit<GrowthOptions, 'monotone'> = {
  ...{
    growth: 'leaf',
    maxLeaves: 31,
    maxDepth: Number.POSITIVE_INFINITY,
    columnsPerTree: 1,
    columnsPerNode: 1,
  },
  ...{minRows: 1, minHessian: 1e-3, l1: 0, l2: 0, minGain: 0},
  ...{categorySmoothing: 10, categoryL2: 10, mostCategories: 32, minCategoryRows: 1},
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
export function inKernel(
  {table, shape}: Drawn,
  most = 255,
): {kernel: Kernel; bins: ColumnBins[]; binned: BinnedTable} {
  const kernel = new Kernel();
  const bins = fitBins(table, shape, most, randomStream(0, 'bins'));
  return {kernel, bins, binned: binTable(kernel, table, bins)};
}
