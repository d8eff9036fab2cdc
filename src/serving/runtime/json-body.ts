import {badRequest} from './failure.js';
import {nullParameter} from './input.js';

/** The value of a request's body. @throws RequestFailure where it is not JSON in UTF-8. */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) throw badRequest('The request body must be JSON, got nothing.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(body);
  } catch {
    throw badRequest('The request body must be UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /\b(NaN|Infinity)\b/.test(text)
      ? ` JSON has no NaN and no Infinity: send null for a missing value, with ${nullParameter}.`
      : '';
    throw badRequest(`The request body must be JSON: ${(error as Error).message}.${hint}`);
  }
}
