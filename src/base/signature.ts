/** The words of the Open Inference Protocol for the tensors that exported models take and give. */
export interface InputSignature {
  name: string;
  /** FP64 with NaN for missing, or BYTES with '' for missing. One value a row. */
  datatype: 'FP64' | 'BYTES';
}

export interface OutputSignature {
  name: string;
  datatype: 'FP32' | 'BYTES';
  /** −1 is the number of rows. */
  shape: number[];
}

/** What a person or a server needs to know to call an exported model: `signature.json`, beside `model.onnx`. */
export interface ModelSignature {
  name: string;
  version: string;
  /** The version of `adl` that wrote it. */
  adl: string;
  task: 'classification' | 'regression';
  inputs: InputSignature[];
  outputs: OutputSignature[];
  /** What the columns of the probabilities stand for. */
  labels?: string[];
}
