import {isScalar} from 'yaml';
import {parseManifest} from './manifest-text.js';

/** Where a text of several lines stands in a manifest. */
export interface TextPlace {
  /** Of its first line, from 1. */
  firstLine: number;
  /** Spaces before each of its lines. */
  indent: number;
}

/** Where the text behind a key stands, if it is written after a `|`: line by line as it is. */
export function textPlace(path: string, text: string, at: readonly string[]): TextPlace | undefined {
  const {document, lines} = parseManifest(path, text);
  const node = document.getIn(at, true);
  if (!isScalar(node) || node.type !== 'BLOCK_LITERAL' || !node.range) return undefined;
  const {line} = lines.linePos(node.range[0]);
  const below = text.split('\n').slice(line);
  const indent = below.find((one) => one.trim() !== '')?.search(/\S/) ?? 0;
  return {firstLine: line + 1, indent};
}
