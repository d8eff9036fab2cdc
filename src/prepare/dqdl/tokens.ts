import {inline} from '../../base/inline.js';
import {type RulesText, ruleInvalid} from './fault.js';

export interface Token {
  kind: 'word' | 'text' | 'number' | 'constant' | 'sign' | 'end';
  /** Of a text what it says; else as it stands there. */
  value: string;
  at: number;
}

const patterns: readonly [Token['kind'] | 'space', RegExp][] = [
  ['space', /[\s\uFEFF]+|#[^\n]*/y],
  ['text', /"(?:[^"\\]|\\[\s\S])*"/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y],
  ['word', /[A-Za-z0-9_][\w.]*/y],
  ['constant', /\$[A-Za-z_]\w*/y],
  ['sign', /!=|>=|<=|[-+*/=<>()[\]{},:]/y],
];

/** The words and signs of a text in DQDL, without what is between them. @throws RULE_INVALID */
export function tokensOf(rules: RulesText): Token[] {
  const {text} = rules;
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [kind, found] = match(text, at);
    if (found === undefined) throw ruleInvalid(rules, {at, ...oddity(text, at)});
    if (kind !== 'space') tokens.push({kind, value: kind === 'text' ? unquoted(found) : found, at});
    at += found.length;
  }
  return [...tokens, {kind: 'end', value: '', at: endOf(tokens, text)}];
}

function match(text: string, at: number): [Token['kind'] | 'space', string | undefined] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return [kind, found];
  }
  return ['end', undefined];
}

function oddity(text: string, at: number): {says: string; suggestion?: string} {
  const sign = String.fromCodePoint(text.codePointAt(at)!);
  if (sign === '"')
    return {
      says: 'expected a second `"` after this one, which ends a text',
      suggestion: 'Close the text with `"`; a `"` within it is written `\\"`.',
    };
  if (sign === "'" || sign === '“' || sign === '”')
    return {
      says: `expected \`"\` around a text, got \`${sign}\``,
      suggestion: 'Write texts in double quotes: "text".',
    };
  return {says: `expected a rule, a text or a number, got \`${inline(sign)}\``};
}

/** `\"` and `\\` stand for the sign alone; every other backslash for itself, as regular expressions need it. */
function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

/** Behind the last token: what is missing at the end is missing there. */
function endOf(tokens: readonly Token[], text: string): number {
  const last = tokens.at(-1);
  if (!last) return 0;
  const rest = text.slice(last.at);
  return last.at + (match(rest, 0)[1]?.length ?? 0);
}
