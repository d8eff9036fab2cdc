import type {Rows, Widths} from '../data/batches.js';
import type {Engine} from '../engines/engine.js';
import {viewShape} from '../features/view.js';
import type {FeatureColumn} from '../models/model.js';
import {compileView} from './inputs.js';
import {rowWidths, sliceRows} from './rows.js';

/** Rows behind stage 2, as every step of a training takes them. */
export interface ViewedRows extends Rows {
  widths: Widths;
}

/** Rows a call, so that memory stays bounded on any number of them. */
const chunk = 8192;

/** Runs stage 2 over encoded rows, once for all the steps to come. */
export async function viewRows(
  engine: Engine,
  columns: readonly FeatureColumn[],
  rows: Rows,
): Promise<ViewedRows> {
  const encoded = rowWidths(columns);
  const {numeric, categorical} = viewShape(columns.flatMap((column) => column.encoded));
  const widths = {numeric, codes: categorical.columns};
  const viewed: ViewedRows = {
    rows: rows.rows,
    numeric: new Float32Array(rows.rows * widths.numeric),
    codes: new Int32Array(rows.rows * widths.codes),
    target: rows.target,
    widths,
  };
  const session = await engine.open(compileView(columns));
  for (let from = 0; from < rows.rows; from += chunk) {
    const part = await session.run(sliceRows(rows, encoded, from, Math.min(from + chunk, rows.rows)));
    if (widths.numeric > 0)
      viewed.numeric.set(part['view-numeric']!.data as Float32Array, from * widths.numeric);
    if (widths.codes > 0) viewed.codes.set(part['view-categorical']!.data as Int32Array, from * widths.codes);
  }
  await session.close();
  return viewed;
}
