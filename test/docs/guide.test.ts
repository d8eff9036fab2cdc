import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse, stringify} from 'yaml';
import {exitStatus} from '../../src/base/errors.js';
import {manifestSchema} from '../../src/lifecycle/manifest-schema.js';
import {shells} from '../../src/lifecycle/shells/registry.js';
import {commandSurface} from '../../src/lifecycle/surface.js';
import {checkManifest} from '../../src/project/manifest.js';
import {blockKinds, blocksOf, matcher} from '../helpers/guide-page.js';

const folder = 'docs/guide';
const guide = readdirSync(folder)
  .sort()
  .map((name) => join(folder, name));
const pages = ['README.md', 'docs/README.md', 'CONTRIBUTING.md', ...guide];

/** Pages whose commands no test can run, and why. */
const notRun: Record<string, string> = {
  'README.md': 'it installs, which .ci/run does, and shows what the demo prints',
  'docs/guide/tensorflow.md': 'it downloads TensorFlow and compiles for minutes',
};

const surface = await commandSurface({shell: Object.keys(shells)});

describe('the guide', () => {
  it.each(['README.md', ...guide])('has no command in %s that no test runs', (page) => {
    const kinds = page in notRun ? [...blockKinds, 'sh'] : blockKinds;
    const odd = blocksOf(page).filter(({kind, file}) => file === undefined && !kinds.includes(kind));
    expect(odd.map(({kind, line}) => `${page}:${line}: a block of \`${kind}\``)).toEqual([]);
    const unrecorded = blocksOf(page).filter(({kind, file}) => kind === 'text' && file === undefined);
    if (!(page in notRun)) expect(unrecorded).toEqual([]);
  });

  it.each(guide)('shows in %s only what adl.yaml may hold', (page) => {
    for (const {kind, text, line} of blocksOf(page))
      if (kind === 'yaml') expect(() => checkPart(`${page}:${line}`, text)).not.toThrow();
  });

  it.each(pages)('names in %s only commands and flags that there are', (page) => {
    const named = [...prose(page).matchAll(/`adl ([a-z][^`]*)`/g)].map(([, words]) => words!);
    expect(named.flatMap((words) => strangersIn(words).map((word) => `adl ${words}: ${word}`))).toEqual([]);
  });

  it.each(pages)('links in %s to what is there', (page) => {
    const links = [...prose(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('shows of every status that a command can end in how it comes about', () => {
    const page = readFileSync('docs/guide/errors.md', 'utf8');
    const listed = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status));
    const shown = [...page.matchAll(/^\$ echo \$\?\n(\d+)$/gm)].map(([, status]) => Number(status));
    const ends = [...Object.values(exitStatus), 1, 130];
    expect(listed).toEqual(expect.arrayContaining(ends));
    expect(shown).toEqual(expect.arrayContaining(ends));
    // A status without an example is one that nothing ends in.
    expect(listed.filter((status) => status > 0 && !shown.includes(status))).toEqual([]);
  });

  it('is linked to, every page, from the README and from docs', () => {
    for (const page of guide) {
      expect(prose('docs/README.md')).toContain(`(${page.replace('docs/', '')})`);
      if (!(page in notRun)) expect(prose('README.md')).toContain(`(${page})`);
    }
  });
});

describe('what is shown', () => {
  const shown = ['…', '344 rows in 0.2 s: …', '  f1-macro  0.9878', 'snapshot a327bdf56cab'];
  const printed = ['source', 'read', '344 rows in 12 s: out.csv', ' f1-macro    1', 'snapshot 0123456789ab'];

  it('stands for what differs from run to run', () => {
    expect(`${printed.join('\n')}\n`).toMatch(matcher(shown));
    expect(`${printed.slice(2).join('\n')}\n`).toMatch(matcher(shown));
  });

  it.each([
    ['another count', [...printed.slice(0, 2), '345 rows in 12 s: out.csv', ...printed.slice(3)]],
    ['another word', [...printed.slice(0, 3), ' f1-micro    1', ...printed.slice(4)]],
    ['another line', [...printed, 'warning: it was not so']],
    ['a missing line', printed.slice(0, -1)],
  ])('does not stand for %s', (_what, other) => {
    expect(`${other.join('\n')}\n`).not.toMatch(matcher(shown));
  });
});

/** A part of a manifest says nothing of the table and the target, which every manifest has. */
function checkPart(place: string, text: string): void {
  const {source = {}, ...rest} = parse(text) as {source?: object};
  const whole = {...rest, source: {tables: {rows: {uri: 'rows.csv'}}, target: 'kind', ...source}};
  checkManifest(place, stringify(whole), manifestSchema);
}

/** The page without its blocks. */
function prose(page: string): string {
  return readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** Words that are no command, and flags that the command does not have. */
function strangersIn(line: string): string[] {
  const words = line.split(' ');
  const commands = surface.filter((one) => `${line} `.startsWith(`${one.words} `));
  const command = commands.sort((a, b) => b.words.length - a.words.length)[0];
  if (!command) return [words[0]!];
  const flags = command.flags.map(({name}) => name);
  const unknown = words.filter((word) => /^--\w/.test(word) && !flags.includes(word.replace(/=.*/, '')));
  const isTopic = command.args.length === 0 && words.length > command.words.split(' ').length;
  const next = words[command.words.split(' ').length];
  const stray = isTopic && !next!.startsWith('-') && next !== '|' ? [next!] : [];
  return [...unknown, ...stray];
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}
