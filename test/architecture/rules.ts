import {type Import, importsOf, packageOf, resolve} from './imports.js';
import {breachesOfOpenFolders, undocumentedKinds} from './open-folder.js';
import {clockMakers, enclaves, homes, longestFile, shelves} from './tables.js';
import {tokens} from './tokens.js';
import {sources, type Tree} from './tree.js';

/** Every rule by what it says: from a tree of files to what breaks it there. */
export const rules: Record<string, (tree: Tree) => string[]> = {
  'imports only from the shelves that its own may use': (tree) => eachImport(tree, offShelf),
  'leaves each library to its home': (tree) => eachImport(tree, awayFromHome),
  'has no cycle': cycles,
  'is no barrel': (tree) => eachImport(tree, reexported),
  'exports by name, and commands alone by default': defaultExports,
  'keeps src/commands for commands': strangersAmongCommands,
  'loads the lifecycle and the dashboard only when a command runs': (tree) => eachImport(tree, loadedEarly),
  'is short enough to read at once': longFiles,
  'is handed its clock and its randomness': hiddenState,
  'registers every entry under the name of its file, in order': breachesOfOpenFolders,
  'documents how to add an entry': undocumentedKinds,
};

/** What is wrong with the table itself: a row that names itself or a row below. */
export function tableDisorder(table: Record<string, string[]>): string[] {
  const order = Object.keys(table);
  return order.flatMap((folder, at) =>
    table[folder]!.filter((other) => !order.slice(0, at).includes(other)).map(
      (other) => `${folder} names ${other}`,
    ),
  );
}

type ImportRule = (path: string, one: Import, target: string | undefined) => string | undefined;

function eachImport(tree: Tree, rule: ImportRule): string[] {
  return sources(tree).flatMap(([path, source]) =>
    importsOf(source).flatMap((one) => rule(path, one, resolve(path, one.specifier)) ?? []),
  );
}

const offShelf: ImportRule = (path, {specifier}, target) => {
  const own = path.split('/')[1]!;
  if (!(own in shelves)) return `${path} is on no shelf`;
  if (target === undefined) return undefined;
  const enclave = Object.entries(enclaves).find(([folder]) => path.startsWith(`src/${folder}/`));
  const allowed = enclave ? enclave[1] : [own, ...shelves[own]!];
  if (allowed.some((folder) => target.startsWith(`src/${folder}/`) || target === `src/${folder}.ts`))
    return undefined;
  return `${path} may not import ${specifier}`;
};

const awayFromHome: ImportRule = (path, {specifier}, target) => {
  if (target !== undefined || specifier.startsWith('node:')) return undefined;
  const places = homes[packageOf(specifier)] ?? [];
  return places.some((place) => path.startsWith(place)) ? undefined : `${path} may not import ${specifier}`;
};

const reexported: ImportRule = (path, {form, specifier}) =>
  form === 'reexport' ? `${path} passes on ${specifier}` : undefined;

/** A command that imported a stage or ink at the top would load every library before it could print its help. */
const loadedEarly: ImportRule = (path, {form, specifier}, target) => {
  const light = path.startsWith('src/commands/') || path.startsWith('src/ui/');
  const within = path.startsWith('src/ui/dashboard/');
  const heavy = ['src/lifecycle/', ...(within ? [] : ['src/ui/dashboard/'])];
  return light && form === 'static' && heavy.some((folder) => target?.startsWith(folder))
    ? `${path} loads ${specifier} at once`
    : undefined;
};

function cycles(tree: Tree): string[] {
  const graph = new Map(
    sources(tree).map(([path, source]) => [
      path,
      importsOf(source).flatMap(({specifier}) => {
        const target = resolve(path, specifier);
        if (target === undefined) return [];
        return target in tree ? target : `${target}x`;
      }),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function defaultExports(tree: Tree): string[] {
  return sources(tree)
    .filter(([path, source]) => !path.startsWith('src/commands/') && hasDefaultExport(source))
    .map(([path]) => `${path} has a default export`);
}

function hasDefaultExport(source: string): boolean {
  return tokens(source).some(({text}, at, all) => text === 'default' && all[at - 1]?.text === 'export');
}

/** A command file exports one class by default, and nothing else. */
function strangersAmongCommands(tree: Tree): string[] {
  return sources(tree)
    .filter(([path]) => path.startsWith('src/commands/'))
    .filter(([, source]) => {
      const all = tokens(source).map(({text}) => text);
      const exported = all.flatMap((text, at) =>
        text === 'export' ? [all.slice(at + 1, at + 3).join(' ')] : [],
      );
      const extending = all.some((text, at) => text === 'extends' && all[at + 1] === 'AdlCommand');
      return exported.join() !== 'default class' || !extending;
    })
    .map(([path]) => `${path} is more or less than one command`);
}

function longFiles(tree: Tree): string[] {
  return sources(tree)
    .map(([path, source]) => ({path, lines: source.trimEnd().split('\n').length}))
    .filter(({lines}) => lines > longestFile)
    .map(({path, lines}) => `${path} has ${lines} lines`);
}

function hiddenState(tree: Tree): string[] {
  return sources(tree)
    .filter(([path]) => !clockMakers.some((place) => path.startsWith(place)))
    .filter(([, source]) => {
      const text = tokens(source)
        .map((token) => token.text)
        .join(' ');
      return /\b(?:Date|performance) \. now\b|\bMath \. random\b|\bnew Date \( \)/.test(text);
    })
    .map(([path]) => `${path} makes its own clock or randomness`);
}
