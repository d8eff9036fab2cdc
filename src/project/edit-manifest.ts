import {existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {isMap, parseDocument} from 'yaml';
import type {Json} from '../base/json.js';

export interface ManifestChange {
  path: readonly string[];
  value: Json;
}

/** Sets values in a manifest, or begins one. Comments, order and style of everything else are kept. */
export function editManifest(path: string, changes: readonly ManifestChange[]): void {
  const document = parseDocument(existsSync(path) ? readFileSync(path, 'utf8') : '');
  for (const change of changes) {
    makeRoom(document, change.path);
    document.setIn(change.path, document.createNode(change.value));
  }
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, document.toString({lineWidth: 0}));
  renameSync(draft, path);
}

/** A key that stands there with nothing after it, `source:`, is a map that has to be begun. */
function makeRoom(document: ReturnType<typeof parseDocument>, path: readonly string[]): void {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    if (!isMap(document.getIn(above, true))) document.setIn(above, document.createNode({}));
  }
}
