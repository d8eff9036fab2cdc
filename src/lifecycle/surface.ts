import {readFileSync} from 'node:fs';
import {packageFile} from '../project/package-file.js';
import {projectPaths} from '../project/paths.js';
import {examples} from './init.js';

/** What may stand in a place of the command line. */
export type Place =
  | {kind: 'values'; values: string[]}
  /** What lies under a number in a folder of the project. */
  | {kind: 'numbered'; folder: string}
  | {kind: 'files' | 'folders' | 'anything'};

export interface Described {
  name: string;
  summary: string;
}

/** What can be typed behind the words of a command; behind `adl` alone, where there are none. */
export interface Typeable {
  /** Such as `build show`. */
  words: string;
  next: Described[];
  /** With their dashes. One that is no switch says what its value may be. */
  flags: (Described & {value?: Place})[];
  args: Place[];
}

/** The names that a flag takes, by the flag's name. Each registry is loaded only where a flag asks for it. */
const choices: Readonly<Record<string, () => Promise<object>>> = {
  algorithm: async () => (await import('../search/algorithms/registry.js')).algorithms,
  device: async () =>
    Object.fromEntries((await import('../engines/registry.js')).deviceNames.map((name) => [name, name])),
  engine: async () => (await import('../engines/registry.js')).engines,
  environment: async () => (await import('../prepare/validation/bind.js')).environments,
  example: async () => examples(),
  family: async () => (await import('../models/families/registry.js')).families,
  format: async () => (await import('../export/formats/registry.js')).formats,
  metric: async () => (await import('../train/metrics/registry.js')).metrics,
  target: async () => (await import('../serving/targets/registry.js')).targets,
};

const relativePaths = projectPaths('');

/** What a flag's `helpValue`, or an argument's name, says of its value. */
const places: Readonly<Record<string, Place>> = {
  DIR: {kind: 'folders'},
  FILE: {kind: 'files'},
  ID: {kind: 'numbered', folder: relativePaths.runs},
  OUT: {kind: 'files'},
  VERSION: {kind: 'numbered', folder: relativePaths.models},
};

const help = {name: '--help', summary: 'Show what the command does and takes.'};
const helpCommand = {...help, name: 'help'};
const version = {name: '--version', summary: 'Show the version.'};

interface ListedFlag {
  name: string;
  type: string;
  description: string;
  helpValue?: string;
  allowNo?: boolean;
}

interface ListedCommand {
  summary: string;
  hidden?: boolean;
  flags: Record<string, ListedFlag>;
  args: Record<string, {name: string}>;
}

/**
 * Everything that can be typed, from the list of commands that the framework reads and from the registries.
 * @param known what arguments may be, by their names, where it is in no registry that is known here.
 */
export async function commandSurface(known: Readonly<Record<string, string[]>>): Promise<Typeable[]> {
  const commands = listedCommands();
  const own = await Promise.all(Object.keys(commands).map((words) => typeable(words, commands, known)));
  const top = {words: '', next: nextOf('', commands), flags: [help, version], args: []};
  const explained = [top, ...own].map(({words, next}) => ({
    ...{words: `help ${words}`.trim(), next, flags: [], args: []},
  }));
  return [{...top, next: [...top.next, helpCommand]}, ...own, ...explained];
}

function listedCommands(): Record<string, ListedCommand> {
  const {commands} = JSON.parse(readFileSync(packageFile('oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, ListedCommand>;
  };
  return Object.fromEntries(
    Object.entries(commands)
      .filter(([, {hidden}]) => !hidden)
      .map(([id, command]) => [id.replaceAll(':', ' '), command] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function typeable(
  words: string,
  commands: Record<string, ListedCommand>,
  known: Readonly<Record<string, string[]>>,
): Promise<Typeable> {
  const {flags, args} = commands[words]!;
  const own = await Promise.all(Object.values(flags).map(flagsOf));
  return {
    ...{words, next: nextOf(words, commands)},
    flags: [...own.flat(), help].sort((a, b) => (a.name < b.name ? -1 : 1)),
    args: Object.values(args).map(({name}) => argument(name, known)),
  };
}

/** The commands one word below. */
function nextOf(words: string, commands: Record<string, ListedCommand>): Described[] {
  const beginning = words === '' ? '' : `${words} `;
  return Object.entries(commands)
    .filter(([id]) => id.startsWith(beginning) && id !== words)
    .map(([id, {summary}]) => ({name: id.slice(beginning.length), summary}))
    .filter(({name}) => !name.includes(' '));
}

async function flagsOf(flag: ListedFlag): Promise<Typeable['flags']> {
  const named = {name: `--${flag.name}`, summary: flag.description};
  if (flag.type !== 'boolean') return [{...named, value: await placeOf(flag)}];
  return flag.allowNo ? [named, {...named, name: `--no-${flag.name}`}] : [named];
}

async function placeOf({name, helpValue = ''}: ListedFlag): Promise<Place> {
  const registry = helpValue === 'NAME' ? choices[name] : undefined;
  if (registry) return {kind: 'values', values: Object.keys(await registry())};
  return places[helpValue] ?? {kind: 'anything'};
}

function argument(name: string, known: Readonly<Record<string, string[]>>): Place {
  const values = known[name];
  return values ? {kind: 'values', values} : (places[name.toUpperCase()] ?? {kind: 'anything'});
}
