import type {RulesText} from './fault.js';
import {parseRules, type Words} from './parse.js';
import {printRule} from './print.js';
import {tokensOf} from './tokens.js';

/**
 * A text in DQDL with more rules at the end of its list; those that it has already stay one. Comments are kept.
 * @throws RULE_INVALID
 */
export function addRules(rules: RulesText, more: readonly string[], words: Words): string {
  const had = new Set(parseRules(rules, words).rules.map(printRule));
  const added = more.filter((rule) => !had.has(normal(rule, words)));
  if (added.length === 0) return rules.text;
  const {text} = rules;
  const end = endOfRules(rules);
  if (end === undefined) return `${text.trimEnd()}\n${rulesText(added)}`;
  const before = text.slice(0, end).trimEnd();
  // A comment on the last line would hide what is put behind it.
  const lead = had.size > 0 && !/,$/.test(before) ? '\n  , ' : '\n  ';
  return `${before}${lead}${added.join(',\n  ')}\n${text.slice(end)}`;
}

/** A text in DQDL of these rules alone. */
export function rulesText(rules: readonly string[]): string {
  return `Rules = [\n${rules.map((rule) => `  ${rule}`).join(',\n')}\n]\n`;
}

function normal(rule: string, words: Words): string {
  return printRule(parseRules({text: rulesText([rule]), name: 'rule'}, words).rules[0]!);
}

/** Where the list of rules is closed. */
function endOfRules(rules: RulesText): number | undefined {
  const tokens = tokensOf(rules);
  const start = tokens.findIndex(
    ({kind, value}, at) => kind === 'word' && value === 'Rules' && tokens[at + 1]?.value === '=',
  );
  let depth = 0;
  for (const {kind, value, at} of start < 0 ? [] : tokens.slice(start)) {
    if (kind !== 'sign') continue;
    if (value === '[') depth += 1;
    if (value === ']') depth -= 1;
    if (value === ']' && depth === 0) return at;
  }
  return undefined;
}
