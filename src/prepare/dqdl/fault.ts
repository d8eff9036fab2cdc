import {AdlError} from '../../base/errors.js';
import {inline} from '../../base/inline.js';

/** Rules as text, and where that text stands. */
export interface RulesText {
  text: string;
  /** A file's name; of rules in a manifest, what leads there. */
  name: string;
  /** Of the text's first line in that file, from 1. */
  firstLine?: number;
  /** By how much each line of the text stands further right in that file. */
  indent?: number;
}

/** What is wrong at a place in rules. */
export interface Fault {
  /** In characters from 0. */
  at: number;
  /** What was expected, and what is there: part of a sentence. */
  says: string;
  suggestion?: string | undefined;
  cause?: unknown;
}

const widest = 100;

/** The error for a fault: its line and column, and that line with a caret below the place. */
export function ruleInvalid(
  {text, name, firstLine = 1, indent = 0}: RulesText,
  {at, says, suggestion, cause}: Fault,
): AdlError {
  const before = text.slice(0, at).split('\n');
  const column = before.at(-1)!.length;
  const line = text.split('\n')[before.length - 1]!.trimEnd();
  const place = `line ${before.length - 1 + firstLine}, column ${column + 1 + indent}`;
  const shown = line === '' ? '' : `\n${underlined(line, column)}`;
  return new AdlError('RULE_INVALID', `${name}, ${place}: ${says.replace(/\.+$/, '')}.${shown}`, {
    suggestions: [suggestion ?? `Correct line ${before.length - 1 + firstLine} of ${name}.`],
    cause,
  });
}

/** Of a long line the part around the place. */
function underlined(line: string, column: number): string {
  const start = column > widest - 20 ? column - 40 : 0;
  const shown = inline(line.slice(start, start + widest).replaceAll('\t', ' '), widest * 2);
  const lead = inline(line.slice(start, column).replaceAll('\t', ' '), widest * 2);
  return `  ${shown}\n  ${' '.repeat(lead.length)}^`;
}
