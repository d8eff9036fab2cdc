import {readFileSync} from 'node:fs';

/** A fenced block of a page. Its kind says what it is for: see `blockKinds`. */
export interface Block {
  kind: string;
  /** The second word behind the fence: the file that holds the text. */
  file: string | undefined;
  text: string;
  /** Of the fence, from 1. */
  line: number;
}

/** A command of a `console` block, and the lines that are shown below it. */
export interface Step {
  command: string;
  shown: string[];
  line: number;
}

/** What stands in a page in its order. */
export type Act = {write: Block} | {run: Step};

/**
 * The kinds of blocks. `console` has commands behind `$ ` (and `> ` where they go on), and what they print. Any kind with
 * the name of a file is written into it, in its place among the commands. `yaml` without one is a part of a manifest.
 * `text` with a name is a screen, which another test records.
 */
export const blockKinds = ['console', 'yaml', 'text'];

export function blocksOf(path: string): Block[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const fences = lines.flatMap((line, at) => (line.startsWith('```') ? [at] : []));
  const blocks: Block[] = [];
  for (let at = 0; at < fences.length; at += 2) {
    const [start, end] = [fences[at]!, fences[at + 1] ?? lines.length];
    const [kind = '', file] = lines[start]!.slice(3).split(' ');
    blocks.push({kind, file, text: `${lines.slice(start + 1, end).join('\n')}\n`, line: start + 1});
  }
  return blocks;
}

export function actsOf(path: string): Act[] {
  return blocksOf(path).flatMap((block): Act[] => {
    if (block.file !== undefined && block.kind !== 'text') return [{write: block}];
    return block.kind === 'console' ? stepsOf(block).map((run) => ({run})) : [];
  });
}

function stepsOf({text, line}: Block): Step[] {
  const steps: Step[] = [];
  for (const [at, shown] of text.trimEnd().split('\n').entries()) {
    const last = steps.at(-1);
    if (shown.startsWith('$ ')) steps.push({command: shown.slice(2), shown: [], line: line + 1 + at});
    else if (!last) throw new Error(`line ${line + 1 + at}: a console block begins with a command`);
    else if (shown.startsWith('> ') && last.shown.length === 0) last.command += `\n${shown.slice(2)}`;
    else last.shown.push(shown);
  }
  return steps;
}

/**
 * What was printed is what is shown: `…` on a line of its own stands for any lines, within a line for any text; numbers
 * with a point and long hexadecimal digests for others of their kind; blanks for any number of blanks.
 */
export function matcher(shown: readonly string[]): RegExp {
  const lines = shown.map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${lineMatcher(line)}\\s*?\\n`));
  return new RegExp(`^\\s*${lines.join('')}\\s*$`);
}

const varying = /(…|\b[0-9a-f]{12,}\b|\d[\d,]*\.\d+(?:e[-+]?\d+)?|\s+)/;

function lineMatcher(line: string): string {
  return line
    .trimEnd()
    .split(varying)
    .map((part, at) => (at % 2 === 0 ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : alternatives(part)))
    .join('');
}

function alternatives(part: string): string {
  if (part === '…') return '.*';
  if (/^\s+$/.test(part)) return '[^\\S\\n]+';
  return /^[0-9a-f]{12,}$/.test(part) ? '[0-9a-f]{12,}' : '\\d[\\d,]*(?:\\.\\d+)?(?:e[-+]?\\d+)?';
}
