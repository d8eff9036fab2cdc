import {describe, expect, it, test} from 'vitest';
import {importsOf} from './architecture/imports.js';
import {rules, tableDisorder} from './architecture/rules.js';
import {shelves} from './architecture/tables.js';
import {readTree, type Tree} from './architecture/tree.js';

const real = readTree();

describe('the tree', () => {
  test.each(Object.entries(rules))('every file of it %s', (_name, rule) => {
    expect(rule(real)).toEqual([]);
  });

  it('has its table in order', () => {
    expect(tableDisorder(shelves)).toEqual([]);
  });
});

/** A small tree that keeps every rule, to break one at a time. */
const sound: Tree = {
  'src/base/errors.ts': 'export class AdlError extends Error {}',
  'src/graph/graph.ts': "import {AdlError} from '../base/errors.js';\nexport const graph = AdlError;",
  'src/graph/ops/op.ts': 'export interface Op {example: object}',
  'src/graph/ops/math.ts': "import type {Op} from './op.js';\nexport const add: Op = {example: {}};",
  'src/graph/ops/registry.ts': "import {add} from './math.js';\nexport const ops: R = {\n  Add: add,\n};",
  'src/nn/layers/layer.ts': 'export interface Layer {example: object}',
  'src/nn/layers/add.ts': "import type {Layer} from './layer.js';\nexport const add: Layer = {example: {}};",
  'src/nn/layers/max-pooling-1d.ts': 'export const maxPooling1d = {example: {}};',
  'src/nn/layers/registry.ts':
    "import {add} from './add.js';\nimport {maxPooling1d} from './max-pooling-1d.js';\n" +
    "export const layers: R = {\n  add,\n  'max-pooling-1d': maxPooling1d,\n};",
  'src/engines/engine.ts': 'export interface Engine {}',
  'src/engines/registry.ts':
    "export const engines: R = {\n  onnxruntime: async () => (await import('./onnxruntime.js')).onnxruntime,\n" +
    "  reference: async () => (await import('./reference/reference.js')).reference,\n};",
  'src/engines/onnxruntime.ts':
    "import {InferenceSession} from 'onnxruntime-node';\nexport const onnxruntime = InferenceSession;",
  'src/engines/reference/reference.ts': 'export const reference = {};',
  'src/serving/runtime/server.ts': "import fastify from 'fastify';\nexport const server = fastify;",
  'src/lifecycle/source.ts': "import {graph} from '../graph/graph.js';\nexport const source = graph;",
  'src/ui/command.ts': 'export class AdlCommand {}',
  'src/commands/source.ts':
    "import type {S} from '../lifecycle/source.js';\nimport {AdlCommand} from '../ui/command.js';\n" +
    "export default class Source extends AdlCommand {\n  async run(): Promise<S> {\n    return (await import('../lifecycle/source.js')).source;\n  }\n}",
  ...Object.fromEntries(['op', 'layer', 'engine'].map((kind) => [`docs/adding/${kind}.md`, ''])),
};

const shelfRule = 'imports only from the shelves that its own may use';
const homeRule = 'leaves each library to its home';
const entryRule = 'registers every entry under the name of its file, in order';
const line = (path: string, text: string) => ({[path]: `${text}\n${sound[path] ?? ''}`});

/** What is done to the sound tree, and the only rules that may notice. */
const mutations: [what: string, change: Record<string, string | undefined>, broken: string[]][] = [
  [
    'a type from a shelf below',
    line('src/graph/graph.ts', "import type {S} from '../nn/layers/layer.js';"),
    [shelfRule],
  ],
  [
    'a dynamic import from a shelf below',
    line('src/graph/graph.ts', "await import('../engines/engine.js');"),
    [shelfRule],
  ],
  ['a folder that is on no shelf', {'src/helpers/text.ts': "import '../base/errors.js';"}, [shelfRule]],
  [
    'a served model that needs the project',
    line('src/serving/runtime/server.ts', "import {p} from '../../project/paths.js';"),
    [shelfRule],
  ],
  [
    'a heavy library away from its home',
    line('src/nn/layers/add.ts', "import {execa} from 'execa';"),
    [homeRule],
  ],
  [
    'a deep import of a heavy library',
    line('src/graph/graph.ts', "import {x} from '@duckdb/node-api/lib/x.js';"),
    [homeRule],
  ],
  ['a library that no home was given', line('src/graph/graph.ts', "import _ from 'lodash';"), [homeRule]],
  [
    'two files that need each other',
    {'src/base/a.ts': "import {b} from './b.js';", 'src/base/b.ts': "import type {a} from './a.js';"},
    ['has no cycle'],
  ],
  [
    'an entry that imports its registry',
    line('src/nn/layers/add.ts', "import {layers} from './registry.js';"),
    ['has no cycle'],
  ],
  [
    'a file that passes on another',
    {'src/base/all.ts': "export {AdlError} from './errors.js';"},
    ['is no barrel'],
  ],
  ['a file that passes on everything', {'src/base/all.ts': "export * from './errors.js';"}, ['is no barrel']],
  [
    'a default export',
    {'src/base/text.ts': 'export default 1;'},
    ['exports by name, and commands alone by default'],
  ],
  [
    'a helper among the commands',
    {'src/commands/table.ts': 'export const table = 1;'},
    ['keeps src/commands for commands'],
  ],
  [
    'a second export of a command',
    line('src/commands/source.ts', 'export const x = 1;'),
    ['keeps src/commands for commands'],
  ],
  [
    'a command that loads its stage at once',
    line('src/commands/source.ts', "import {source} from '../lifecycle/source.js';"),
    ['loads the lifecycle and the dashboard only when a command runs'],
  ],
  [
    'a command line that loads the dashboard at once',
    line('src/ui/command.ts', "import {followOnDashboard} from './dashboard/follow.js';"),
    ['loads the lifecycle and the dashboard only when a command runs'],
  ],
  [
    'a file of 251 lines',
    {'src/base/long.ts': 'const a = 1;\n'.repeat(251)},
    ['is short enough to read at once'],
  ],
  [
    'a clock',
    line('src/graph/graph.ts', 'const t = Date.now();'),
    ['is handed its clock and its randomness'],
  ],
  [
    'a die',
    line('src/nn/layers/add.ts', 'const t = Math.random();'),
    ['is handed its clock and its randomness'],
  ],
  ['an entry that is not registered', {'src/nn/layers/dense.ts': 'export const dense = {};'}, [entryRule]],
  [
    'an entry registered under another name',
    {'src/nn/layers/registry.ts': sound['src/nn/layers/registry.ts']!.replace('add,\n', 'plus: add,\n')},
    [entryRule],
  ],
  [
    'entries out of order',
    {
      'src/engines/registry.ts': sound['src/engines/registry.ts']!.replace('onnxruntime:', 'x:')
        .replace('reference:', 'onnxruntime:')
        .replace('x:', 'reference:'),
    },
    [entryRule],
  ],
  ['an open folder without a contract', {'src/engines/engine.ts': undefined}, [entryRule]],
  ['an open folder without a registry', {'src/engines/registry.ts': undefined}, [entryRule]],
  [
    'an operator without an example',
    {'src/graph/ops/math.ts': "import type {Op} from './op.js';\nexport const add = {} as Op;"},
    [entryRule],
  ],
  [
    'a kind of entry that no page explains',
    {'docs/adding/layer.md': undefined},
    ['documents how to add an entry'],
  ],
];

describe('the rules', () => {
  it('find nothing in a sound tree', () => {
    expect(brokenIn(sound)).toEqual([]);
  });

  test.each(mutations)('notice %s', (_what, change, broken) => {
    const tree = Object.entries({...sound, ...change}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    expect(brokenIn(Object.fromEntries(tree))).toEqual(broken);
  });

  it('each have a mutation that breaks them', () => {
    expect(new Set(mutations.flatMap(([, , broken]) => broken))).toEqual(new Set(Object.keys(rules)));
  });

  it('notice a table that names a shelf below', () => {
    expect(tableDisorder({base: [], graph: ['base', 'nn'], nn: ['base']})).toEqual(['graph names nn']);
  });
});

describe('imports', () => {
  it('are not read from comments, strings, templates and regular expressions', () => {
    const source = [
      "// import 'comment'",
      "/* import 'block' */ const s = \"import 'string'\";",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a file with a template
      "const t = `import 'template' ${`import 'inner'` + f({a: 1})} import 'after'`;",
      "const r = /import 'regexp' [/'] from/.test(x) / 2;",
      "import {a} from 'real';",
    ].join('\n');
    expect(importsOf(source)).toEqual([{specifier: 'real', form: 'static'}]);
  });

  it('are told apart by form', () => {
    const source =
      "import type {A} from 'a'; import b, {type C} from 'b'; import 'c'; export * from 'd'; export type {E} from 'e'; const f = await import('f'); type G = import('g').G;";
    expect(importsOf(source).map(({form}) => form)).toEqual([
      ...['type', 'static', 'static', 'reexport', 'reexport', 'dynamic', 'dynamic'],
    ]);
  });
});

function brokenIn(tree: Tree): string[] {
  return Object.keys(rules).filter((name) => rules[name]!(tree).length > 0);
}
