import {type View, view, viewShape} from '../features/view.js';
import {Graph} from '../graph/graph.js';
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
  return view(graph, encoded, encodedColumns(columns));
}

/** Adds the inputs for rows behind stage 2: `numeric` [rows, k + indicators] and `categorical` [rows, m]. */
export function viewInputs(graph: Graph, columns: readonly FeatureColumn[], rows: Dimension): View {
  const {numeric, categorical} = viewShape(encodedColumns(columns));
  return {
    ...(numeric > 0 && {numeric: graph.input('numeric', 'float', [rows, numeric])}),
    ...(categorical.columns > 0 && {
      categorical: graph.input('categorical', 'int32', [rows, categorical.columns]),
    }),
  };
}

/** Stage 2 alone: encoded rows → what of their view there is, under the names of `viewInputs` after `view-`. */
export function compileView(columns: readonly FeatureColumn[]): Graph {
  const graph = new Graph();
  const seen = encodedView(graph, columns, 'N');
  for (const [name, value] of Object.entries(seen)) graph.output(`view-${name}`, value);
  return graph;
}

function encodedColumns(columns: readonly FeatureColumn[]) {
  return columns.flatMap(({encoded}) => encoded);
}
