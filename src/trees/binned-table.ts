import {type CategoricalBins, type ColumnBins, missingBin, type NumericBins} from './bins.js';
import type {EncodedTable} from './encoded-table.js';
import type {Kernel} from './kernel.js';

/** Columns whose bins are held in one word. */
export const columnsPerWord = 4;

/**
 * A table as trees see it: of each row and column the bin. Those of four columns stand in one word, the first of them in
 * its lowest byte; the words of a block of four columns follow one another by rows.
 */
export interface BinnedTable {
  rows: number;
  bins: readonly ColumnBins[];
  /** One for each four columns, a word for each row, in the kernel's memory. */
  blocks: readonly Uint32Array[];
}

/** The bins of the columns of a table, in a kernel's memory. */
export function binTable(kernel: Kernel, table: EncodedTable, bins: readonly ColumnBins[]): BinnedTable {
  const numbers = bins.filter(({kind}) => kind === 'numeric').length;
  const blocks = Array.from({length: Math.ceil(bins.length / columnsPerWord)}, () =>
    kernel.words(table.rows),
  );
  const search = searchIn(kernel);
  for (const [column, own] of bins.entries()) {
    const place = {block: blocks[Math.floor(column / columnsPerWord)]!, shift: 8 * (column % columnsPerWord)};
    if (own.kind === 'numeric') search(place, own, {of: table.numeric, column, width: numbers});
    else binCodes(place, own, {of: table.codes, column: column - numbers, width: bins.length - numbers});
  }
  return {rows: table.rows, bins, blocks};
}

interface Place {
  block: Uint32Array;
  shift: number;
}

/** A column of values that stand row by row. */
interface Column<Values> {
  of: Values;
  column: number;
  width: number;
}

/** Rows whose values are put behind one another at once. */
const stretch = 8192;

function searchIn(kernel: Kernel) {
  const [values, thresholds] = [kernel.floats(stretch), kernel.floats(256)];
  return ({block, shift}: Place, bins: NumericBins, {of, column, width}: Column<Float32Array>) => {
    thresholds.fill(Number.POSITIVE_INFINITY).set(bins.thresholds);
    for (let from = 0; from < block.length; from += stretch) {
      const count = Math.min(stretch, block.length - from);
      for (let at = 0; at < count; at += 1) values[at] = of[(from + at) * width + column]!;
      kernel.search(values.subarray(0, count), thresholds, missingBin(bins), block.subarray(from), shift);
    }
  };
}

function binCodes(
  {block, shift}: Place,
  {binOf}: CategoricalBins,
  {of, column, width}: Column<Int32Array>,
): void {
  for (let row = 0, at = column; row < block.length; row += 1, at += width)
    block[row]! |= binOf[of[at]!]! << shift;
}
