import type {OutputTensor, ServedModel} from './model.js';
import {readRequest} from './request.js';

/** The answer to an inference request, in the protocol's words. */
export interface InferenceResponse {
  model_name: string;
  model_version: string;
  id: string;
  outputs: OutputTensor[];
}

/** @throws RequestFailure that names the field of the body that is wrong */
export async function infer(
  model: ServedModel,
  body: unknown,
  newId: () => string,
): Promise<InferenceResponse> {
  const {id = newId(), rows, columns, outputs} = readRequest(body, model.signature);
  const {name, version} = model.signature;
  return {
    model_name: name,
    model_version: version,
    id,
    outputs: await model.predict(columns, rows, outputs),
  };
}
