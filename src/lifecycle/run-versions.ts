import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {sha256} from '../base/hash.js';
import {packageFile, packageVersion} from '../project/package-file.js';

/** What besides data and settings a run's bits depend on. */
export interface RunVersions {
  adl: string;
  /** The digest of adl's own program. */
  program: string;
  node: string;
  onnxruntime: string;
}

export function runVersions(): RunVersions {
  return {
    adl: packageVersion(),
    program: programDigest(),
    node: process.versions.node,
    onnxruntime: createRequire(import.meta.url)('onnxruntime-node/package.json').version,
  };
}

function programDigest(): string {
  const folder = packageFile('dist');
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((path) =>
    path.endsWith('.js'),
  );
  const digests = files.sort().map((path) => `${path} ${sha256(readFileSync(join(folder, path)))}`);
  return sha256(digests.join('\n')).slice(0, 16);
}
