import {tensor} from '../base/tensor.js';
import type {Rows, Widths} from '../data/batches.js';
import type {Session} from '../engines/engine.js';
import {sliceRows} from './rows.js';

/** Rows a call, so that memory stays bounded on any number of them. */
export const chunk = 8192;

/**
 * Runs a graph of `compilePredictions` over encoded rows.
 * @returns probabilities [rows, classes] row-major, or predictions [rows].
 */
export async function predictRows(
  session: Session,
  all: Rows,
  widths: Widths,
  parameters: Float32Array,
): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  for (let from = 0; from < all.rows; from += chunk) {
    const outputs = await session.run({
      ...sliceRows(all, widths, from, Math.min(from + chunk, all.rows)),
      parameters: tensor('float', [parameters.length], parameters),
    });
    pieces.push(outputs.predictions!.data as Float32Array);
  }
  return joined(pieces);
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
