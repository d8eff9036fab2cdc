import {type View, view} from '../features/view.js';
import type {Graph} from '../graph/graph.js';
import type {Dimension} from '../graph/ops/op.js';
import type {FeatureColumn} from '../models/model.js';
import {rowWidths} from './rows.js';

/** Adds the inputs for encoded rows, `numeric` [rows, k] and `codes` [rows, m], and stage 2 behind them. */
export function encodedView(graph: Graph, columns: readonly FeatureColumn[], rows: Dimension): View {
  const {numeric, codes} = rowWidths(columns);
  const encoded = {
    ...(numeric > 0 && {numeric: graph.input('numeric', 'float', [rows, numeric])}),
    ...(codes > 0 && {codes: graph.input('codes', 'int32', [rows, codes])}),
  };
  return view(
    graph,
    encoded,
    columns.flatMap((column) => column.encoded),
  );
}
