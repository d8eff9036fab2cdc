import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {engines} from '../../src/engines/registry.js';
import {completionScript} from '../../src/lifecycle/completion.js';
import {shells} from '../../src/lifecycle/shells/registry.js';
import {commandSurface, type Typeable} from '../../src/lifecycle/surface.js';
import {metrics} from '../../src/train/metrics/registry.js';
import {temporaryFolder} from '../helpers/adl.js';
import {hasShell, ShellSession} from '../helpers/shell-session.js';
import {hasTerminal} from '../helpers/terminal.js';

const surface = await commandSurface({shell: Object.keys(shells)});
const named = (words: string) => surface.find((one) => one.words === words)!;
const names = (all: readonly {name: string}[]) => all.map(({name}) => name);

const loaded = await Promise.all(Object.values(engines).map((load) => load()));

/** A line, and what is offered behind it. */
const cases: [string, string[]][] = [
  ['adl ', names(named('').next)],
  ['adl d', ['deploy', 'doctor']],
  ['adl help ', names(named('help').next)],
  ['adl help deploy ', ['predict', 'serve']],
  ['adl deploy ', ['predict', 'serve', ...names(named('deploy').flags)]],
  ['adl deploy s', ['serve']],
  ['adl build ', [...names(named('build').next), ...names(named('build').flags)]],
  ['adl build --seed 1 ', names(named('build').flags)],
  ['adl build --metric ', Object.keys(metrics)],
  ['adl build --metric r', ['r2', 'roc-auc', 'root-mean-squared-error']],
  ['adl build --trials 3 --metric a', ['accuracy', 'average-precision']],
  ['adl build --engine ', Object.keys(engines)],
  ['adl build --device ', [...new Set(loaded.flatMap(({devices}) => Object.keys(devices)))]],
  ['adl build --device w', ['wasm', 'webgpu']],
  ['adl build show --run ', ['0001', '0012']],
  ['adl deploy --run 00', ['0001', '0012']],
  ['adl deploy serve --model ', ['1', '2']],
  ['adl init --example ', ['penguins']],
  ['adl completion ', ['bash', 'fish', 'zsh']],
  ['adl build --time ', []],
  ['adl source ', ['advise', 'folder', 'profile', 'rows.csv', 'types', 'validate']],
  ['adl source t', ['types']],
  ['adl source types ', ['folder', 'rows.csv']],
  ['adl source profile --html ', ['folder', 'rows.csv']],
  ['adl source validate --rules ', ['folder', 'rows.csv']],
  ['adl source validate --environment ', ['serving', 'training']],
  ['adl source --target x ', ['folder', 'rows.csv']],
  ['adl deploy predict --output ', ['folder', 'rows.csv']],
  ['adl deploy --to ', ['folder']],
  ['adl init ', ['folder']],
  ...surface
    .filter(({flags}) => flags.length > 0)
    .map(({words, flags}): [string, string[]] => [`adl ${words} --`.replace('  ', ' '), names(flags)]),
];

describe.each(Object.keys(shells))('shell %s', (name) => {
  const isThere = hasTerminal && hasShell(name);

  it('says in a sentence what it is', () => {
    expect(shells[name]!.summary).toMatch(/^[A-Z].*\.$/);
  });

  it('is in the help with its line and its file', () => {
    const {setup} = shells[name]!;
    const {examples} = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')).commands.completion;
    const shown = examples.map(({description, command}: {description: string; command: string}) => [
      description,
      command.replaceAll('<%= config.bin %>', 'adl'),
    ]);
    expect(shown).toContainEqual([expect.stringContaining(setup.file), setup.line]);
  });

  it.runIf(isThere)('offers what can be typed', async () => {
    const made = ['runs/0001/x', 'runs/0012/x', 'models/1/x', 'models/2/x', 'models/.draft-7/x'];
    const root = folderWith(['a b/rows.csv', 'a b/folder/inner.csv', ...made.map((path) => `.adl/${path}`)]);
    const session = await ShellSession.start(name, {
      cwd: join(root, 'a b'),
      script: completionScript(name, surface),
    });
    const heard = await session.all(cases.map(([line]) => line));
    const offered = heard.map((words, at) => offers(cases[at]![0], words));
    expect(offered).toEqual(cases.map(([, expected]) => [...expected].sort()));
  });

  it.runIf(isThere)('completes within a path, behind = and for names that need quotes', async () => {
    const cwd = folderWith(['folder/inner.csv', ...oddNames]);
    const session = await ShellSession.start(name, {cwd, script: completionScript(name, surface)});
    const typed: [string, string[]][] = [
      ['adl source folder/in', ['source', 'folder/inner.csv']],
      ['adl build --metric=roc', ['build', '--metric=roc-auc']],
      ['adl source "2 ', ['source', oddNames[1]!]],
      ...oddNames.map((odd): [string, string[]] => [`adl source ${odd.slice(0, 1)}`, ['source', odd]]),
    ];
    expect(await session.completed(typed.map(([line]) => line))).toEqual(typed.map(([, words]) => words));
  });

  it.runIf(isThere)('hands on values as they are, whatever is in them', async () => {
    const cwd = temporaryFolder();
    const session = await ShellSession.start(name, {cwd, script: completionScript(name, oddSurface)});
    const typed = ['', '"', "'"].flatMap((quote) =>
      oddNames.map((odd) => `adl go --name ${quote}${odd.slice(0, 1)}`),
    );
    const expected = [...oddNames, ...oddNames, ...oddNames].map((odd) => ['go', '--name', odd]);
    expect(await session.completed([...typed, 'adl g'])).toEqual([...expected, ['go']]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

/** Each begins with another letter. */
const oddNames = [
  "1t's.csv",
  '2 words and "quotes".csv',
  '3 $(touch run) `touch run` $HOME; touch run.csv',
  '4 lines\nin one.csv',
  '5 \\ back\\slash & more.csv',
  '6:colon=equals{a,b}*?[x]~.csv',
  '7 ümlaut 🐧.csv',
];

const oddSurface: Typeable[] = [
  {words: '', next: [{name: 'go', summary: oddNames.join('\n')}], flags: [], args: []},
  {
    ...{words: 'go', next: [], args: []},
    flags: [{name: '--name', summary: oddNames.join('\n'), value: {kind: 'values', values: oddNames}}],
  },
];

/** The words behind those that were whole when the shell was asked. */
function offers(line: string, words: string[]): string[] {
  const whole = line.split(' ').slice(1, -1).length;
  const offered = words.slice(whole);
  // Shells differ in whether they put the slash behind a folder, which more is to be typed behind, or add it later.
  return (offered.join() === line.split(' ').at(-1) ? [] : offered)
    .map((word) => word.replace(/\/$/, ''))
    .sort();
}

function folderWith(files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), {recursive: true});
    writeFileSync(join(folder, file), '');
  }
  return folder;
}
