import {type Document, isMap, parseDocument} from 'yaml';
import type {Json} from '../base/json.js';

export interface ManifestChange {
  path: readonly string[];
  value: Json;
}

/** A manifest with values set in it. Comments, order and style of everything else are kept. */
export function editManifest(text: string, changes: readonly ManifestChange[]): string {
  const document: Document = parseDocument(text);
  for (const change of changes) {
    makeRoom(document, change.path);
    // A plain value takes the place of the old one and leaves its comment and its quotes.
    const isPlain = change.value === null || typeof change.value !== 'object';
    document.setIn(change.path, isPlain ? change.value : document.createNode(change.value));
  }
  return document.toString({lineWidth: 0, flowCollectionPadding: /[{[] /.test(text)});
}

/** A key that stands there with nothing after it, `source:`, is a map that has to be begun. */
function makeRoom(document: Document, path: readonly string[]): void {
  if (!isMap(document.contents)) document.contents = document.createNode({});
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    if (!isMap(document.getIn(above, true))) document.setIn(above, document.createNode({}));
  }
}
