import type {Json} from '../../base/json.js';
import type {ModelSignature} from '../../base/signature.js';

/** What a service is made for. */
export interface ServiceFacts {
  signature: ModelSignature;
  /** One real row as an inference request, and the model's answer to it. */
  request: Json;
  response: Json;
}

/** A way to put a model into service. Its files are those of `templates/<name>/`, with `{{blanks}}`. */
export interface Target {
  summary: string;
  /** What is written where the templates have a blank. */
  blanks(facts: ServiceFacts): Record<string, string>;
  /** Files that are made and not filled in, by path. */
  files(facts: ServiceFacts): Record<string, string>;
  /** Where `model.onnx` and `signature.json` go. */
  modelFolder: string;
  /** What is typed next to see it at work. */
  next(folder: string): string[];
  example: ServiceFacts;
}
