import {readdir, readFile} from 'node:fs/promises';
import {join, relative, sep} from 'node:path';
import type {ModelSignature} from '../base/signature.js';
import {packageFile} from '../project/package-file.js';
import type {ServiceFacts, Target} from './targets/target.js';

/** The files of a service, by their path in its folder, with `/` between folders. */
export type ServiceFiles = Map<string, Uint8Array>;

/** Everything that a target writes for a model: its templates filled in, what it makes, and the model. */
export async function renderService(
  {name, target}: {name: string; target: Target},
  facts: ServiceFacts,
  model: Uint8Array,
): Promise<ServiceFiles> {
  const files: ServiceFiles = new Map();
  const blanks = target.blanks(facts);
  for (const [path, content] of await templates(packageFile(`templates/${name}`)))
    files.set(path, path.endsWith('.js') ? content : fill(path, content, blanks));
  for (const [path, content] of Object.entries(target.files(facts))) files.set(path, Buffer.from(content));
  files.set(`${target.modelFolder}/model.onnx`, model);
  files.set(`${target.modelFolder}/signature.json`, Buffer.from(signatureText(facts.signature)));
  return files;
}

/** The text of `signature.json`. */
export function signatureText(signature: ModelSignature): string {
  return `${JSON.stringify(signature, undefined, 2)}\n`;
}

/** npm leaves files of these names out of a package that it publishes: they are kept without their dot. */
const dotted = new Set(['npmrc', 'gitignore']);

async function templates(folder: string): Promise<[path: string, content: Buffer][]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path): Promise<[string, Buffer]> => {
      const name = relative(folder, path).split(sep).join('/');
      return [dotted.has(name) ? `.${name}` : name, await readFile(path)];
    }),
  );
}

function fill(path: string, template: Buffer, blanks: Record<string, string>): Buffer {
  const text = template.toString('utf8').replaceAll(/\{\{(\w+)\}\}/g, (_blank, name: string) => {
    const value = blanks[name];
    if (value === undefined) throw new Error(`The template ${path} has a blank ${name} that nothing fills.`);
    return path.endsWith('.json') ? JSON.stringify(value).slice(1, -1) : value;
  });
  return Buffer.from(text);
}
