import {importsOf} from './imports.js';
import {openFolders} from './tables.js';
import {tokens} from './tokens.js';
import {sources, type Tree} from './tree.js';

/** One contract, one registry, every entry registered under its file's name, in order. */
export function breachesOfOpenFolders(tree: Tree): string[] {
  return Object.entries(openFolders).flatMap(([folder, {contract, named}]) => {
    const inside = filesIn(tree, `src/${folder}/`);
    if (inside.length === 0) return [];
    const missing = [`${contract}.ts`, 'registry.ts'].filter((file) => !inside.includes(file));
    if (missing.length > 0) return missing.map((file) => `src/${folder} has no ${file}`);
    const registry = tree[`src/${folder}/registry.ts`]!;
    return named === false
      ? [...outOfOrder(folder, keysOf(registry)), ...withoutExample(tree, folder, contract)]
      : [...outOfOrder(folder, keysOf(registry)), ...misregistered(folder, contract, inside, registry)];
  });
}

/** Every open folder that exists says how to add to it. */
export function undocumentedKinds(tree: Tree): string[] {
  return Object.entries(openFolders)
    .filter(([folder]) => filesIn(tree, `src/${folder}/`).length > 0)
    .map(([, {contract}]) => `docs/adding/${contract}.md`)
    .filter((page) => !(page in tree))
    .map((page) => `${page} is missing`);
}

/** The keys of the one object that a registry holds. */
export function keysOf(registry: string): string[] {
  const all = tokens(registry);
  const start = all.findIndex(({text}, at) => text === '{' && all[at - 1]?.text === '=');
  const keys: string[] = [];
  let depth = 0;
  for (let at = start; at >= 0 && at < all.length; at += 1) {
    const {text, kind} = all[at]!;
    const before = all[at - 1]?.text;
    if (kind !== 'string' && '{(['.includes(text)) depth += 1;
    else if (kind !== 'string' && '})]'.includes(text)) depth -= 1;
    else if (depth === 1 && kind !== 'sign' && (before === '{' || before === ',')) keys.push(text);
    if (depth === 0) break;
  }
  return keys;
}

function filesIn(tree: Tree, prefix: string): string[] {
  return sources(tree)
    .filter(([path]) => path.startsWith(prefix))
    .map(([path]) => path.slice(prefix.length));
}

function outOfOrder(folder: string, keys: string[]): string[] {
  return [...keys].sort().join() === keys.join() ? [] : [`src/${folder}/registry.ts is not in order`];
}

/** An entry is a file, or a folder whose main file bears its name. */
function misregistered(folder: string, contract: string, inside: string[], registry: string): string[] {
  const entries = new Set(
    inside
      .map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.tsx?$/, '')))
      .filter((name) => name !== contract && name !== 'registry'),
  );
  const keys = new Set(keysOf(registry));
  const imported = new Set(importsOf(registry).map(({specifier}) => specifier));
  const isImported = (name: string) => imported.has(`./${name}.js`) || imported.has(`./${name}/${name}.js`);
  return [
    ...[...entries]
      .filter((name) => !keys.has(name))
      .map((name) => `src/${folder}/${name} is not registered under its name`),
    ...[...keys]
      .filter((key) => !entries.has(key) || !isImported(key))
      .map((key) => `src/${folder}/registry.ts: \`${key}\` is no file of it`),
  ];
}

function withoutExample(tree: Tree, folder: string, contract: string): string[] {
  const registry = tree[`src/${folder}/registry.ts`]!;
  return importsOf(registry)
    .filter(
      ({specifier, form}) =>
        form === 'static' && specifier.startsWith('./') && specifier !== `./${contract}.js`,
    )
    .map(({specifier}) => `src/${folder}/${specifier.slice(2).replace(/\.js$/, '.ts')}`)
    .filter((path) => !tokens(tree[path] ?? '').some(({text}) => text === 'example'))
    .map((path) => `${path} has no example`);
}
