import type {ModelSignature} from '../base/signature.js';
import {type Tensor, tensor} from '../base/tensor.js';
import {openModel} from '../engines/onnxruntime.js';
import type {RawRows} from './raw-columns.js';

/** What an exported model says of some rows. */
export interface Predictions {
  /** Of a classification: one a row. */
  labels: string[];
  /** Probabilities [rows, classes], row by row, or predictions [rows]. */
  values: Float32Array;
}

/** An exported model that scores rows. */
export interface Scorer {
  score(rows: RawRows): Promise<Predictions>;
  close(): Promise<void>;
}

/** Opens the bytes of an exported file. */
export async function openScorer(
  bytes: Uint8Array,
  signature: ModelSignature,
  threads?: number,
): Promise<Scorer> {
  const session = await openModel(bytes, {threads});
  return {
    async score({rows, columns}) {
      const feeds = [...columns].map(([name, values]): [string, Tensor] => [
        name,
        values instanceof Float64Array ? tensor('double', [rows], values) : tensor('string', [rows], values),
      ]);
      const outputs = await session.run(Object.fromEntries(feeds));
      const {label, values} = outputNames(signature);
      return {
        labels: label === undefined ? [] : (outputs[label]!.data as string[]),
        values: outputs[values]!.data as Float32Array,
      };
    },
    close: () => session.close(),
  };
}

/** A column of the table may have taken the usual name of an output, so they are known by what they hold. */
function outputNames({outputs}: ModelSignature): {label: string | undefined; values: string} {
  const name = (datatype: string) => outputs.find((output) => output.datatype === datatype)?.name;
  return {label: name('BYTES'), values: name('FP32')!};
}
