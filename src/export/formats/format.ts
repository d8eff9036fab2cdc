import type {ModelSignature} from '../../base/signature.js';
import type {TrainedModel} from '../../models/model.js';

/** What an exported file says of itself beside the model. */
export interface ExportFacts {
  name: string;
  version: string;
  adl: string;
  run: string;
}

export interface Exported {
  bytes: Uint8Array;
  signature: ModelSignature;
}

/** A form in which a model leaves: one file that takes raw columns, all preprocessing inside. */
export interface Format {
  summary: string;
  /** The name of its file. */
  file: string;
  write(model: TrainedModel, facts: ExportFacts): Exported;
  /** How the file is used by someone who does not have `adl`. */
  example: {language: string; code: string};
}
