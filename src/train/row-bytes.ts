import type {ModelShape} from '../models/model.js';
import {compilePredictions} from './compile.js';

/** Bytes of all that a model computes on its way to the prediction of one row. */
export function bytesOfRow(shape: ModelShape): number {
  const values = compilePredictions(shape).nodes.flatMap(({outputs}) => outputs);
  const widths = values.flatMap(({shape: [rows, ...rest]}) =>
    rows === 'N' ? [rest.reduce<number>((product, length) => product * Number(length), 1)] : [],
  );
  return 4 * widths.reduce((sum, width) => sum + width, 0);
}
