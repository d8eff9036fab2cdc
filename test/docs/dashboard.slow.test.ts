import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {blocksOf} from '../helpers/guide-page.js';
import {hasTerminal, Terminal} from '../helpers/terminal.js';

const page = 'docs/guide/dashboard.md';
const bin = `${process.execPath} ${resolve('bin/run.js')}`;
const long = 'build --time 1m --trials 400';

interface Screen {
  size: [number, number];
  line: string;
  /** When it is looked at. */
  when: RegExp;
  changed?: boolean;
}

const underWay = /trials: (8|9|\d\d) done[\s\S]*Ctrl-C/;

const screens: Record<string, Screen> = {
  '80x24': {size: [80, 24], line: `${bin} ${long}`, when: underWay},
  '200x60': {size: [200, 60], line: `${bin} ${long}`, when: underWay, changed: true},
  sentences: {
    ...{size: [80, 24], line: `clear; ADL_SCREEN_READER=1 ${bin} build --time 1m --trials 4`},
    when: /Next: adl deploy/,
  },
};

describe.runIf(hasTerminal)('the screens in the guide are what is seen', {timeout: 120_000}, () => {
  it.each(Object.entries(screens))('%s', async (name, screen) => {
    const seen = await look(screen);
    if (process.env.ADL_RECORD === '1') record(name, seen);
    const {text} = blocksOf(page).find(({kind, file}) => kind === 'text' && file === name)!;
    const message = `else record it: ADL_RECORD=1 npx vitest run test/docs/dashboard.slow.test.ts\n${seen}`;
    expect(wordsOf(text), message).toEqual(wordsOf(seen));
    expect(partsOf(text), message).toEqual(partsOf(seen));
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(screen.size[1]);
    // Sentences are as long as they are: the terminal breaks them.
    if (name !== 'sentences')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(screen.size[0]);
  });
});

async function look({size: [columns, rows], line, when, changed = false}: Screen): Promise<string> {
  const cwd = temporaryFolder();
  for (const words of [['init', '--example', 'penguins'], ['source']])
    expect(adl(words, {cwd}).status).toBe(0);
  if (changed) appendFileSync(join(cwd, 'penguins.csv'), 'Adelie,Dream,39.1,18.7,181,3750,male\n');
  const terminal = new Terminal({columns, rows, cwd});
  terminal.enter(line);
  const seen = await terminal.until(when, 90_000);
  terminal.press('C-c');
  // What was typed may still stand above it.
  return seen.slice(seen.search(/^(adl build {2}|The build begins)/m));
}

function record(name: string, seen: string): void {
  const fence = `\`\`\`text ${name}\n`;
  const [before, after] = readFileSync(page, 'utf8').split(fence) as [string, string];
  writeFileSync(page, `${before}${fence}${seen.trimEnd()}\n${after.slice(after.indexOf('```'))}`);
}

/** What differs from moment to moment: what a trial is, does and was drawn. */
const passing =
  /^(linear|mlp|running|done|failed|train|evaluate|waits|for|work|change|changes|first|the|last)$/;

/** Every word that is always there, once. */
function wordsOf(screen: string): string[] {
  const words = screen.split(/[^A-Za-z=…'-]+/).filter((word) => /^[A-Za-z]/.test(word));
  return [...new Set(words.filter((word) => !passing.test(word) && !/[=…]/.test(word)))].sort();
}

/** The words that lines begin with, from top to bottom. */
function partsOf(screen: string): string[] {
  return screen.split('\n').flatMap((line) => /^[A-Za-z][\w-]*/.exec(line)?.[0] ?? []);
}
