import {stringify} from 'yaml';
import type {Json} from '../base/json.js';

/** A key of a manifest with its value, on one line, to be pasted. */
export function yamlLine(key: string, value: Json): string {
  const line = stringify(
    {[key]: value},
    {collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0},
  );
  return line.trim().slice(1, -1);
}
