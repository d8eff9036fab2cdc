import {nearest} from '../../base/nearest.js';
import {type Cursor, cursorOver} from './cursor.js';
import type {RulesText} from './fault.js';
import {parseCheck, parseLabels, parseRule} from './parse-rule.js';
import type {Ruleset} from './syntax.js';

/** The words of the kinds of rules and of analyzers. */
export interface Words {
  rules: readonly string[];
  analyzers: readonly string[];
}

const sections = ['Rules', 'Analyzers', 'DefaultLabels', 'Metadata', 'DataSources'];

/**
 * Reads DQDL, the language of AWS Glue Data Quality. Upper and lower case differ; `#` begins a comment.
 * @param words that there are for rules and for analyzers
 * @throws RULE_INVALID with line, column and what was expected
 */
export function parseRules(rules: RulesText, words: Words): Ruleset {
  const cursor = cursorOver(rules);
  const ruleset: Ruleset = {sections: {}, constants: {}, defaultLabels: {}, rules: [], analyzers: []};
  const seen = new Set<string>();
  if (cursor.peek().kind === 'end') throw cursor.unexpected('`Rules = [ … ]`');
  while (cursor.peek().kind !== 'end') parseSection(cursor, {ruleset, seen, words});
  return ruleset;
}

interface Reading {
  ruleset: Ruleset;
  seen: Set<string>;
  words: Words;
}

function parseSection(cursor: Cursor, {ruleset, seen, words}: Reading): void {
  const {kind, value: name, at} = cursor.peek();
  if (kind !== 'word') throw cursor.unexpected('`Rules = [ … ]`');
  if (cursor.peek(1).value !== '=') throw notASection(cursor, name, words.rules);
  if (seen.has(name)) throw cursor.fault({at, says: `expected \`${name}\` once, got it again`});
  seen.add(name);
  const {constants} = ruleset;
  if (name === 'DefaultLabels') ruleset.defaultLabels = parseLabels(cursor);
  else if (name === 'Metadata' || name === 'DataSources') ruleset.sections[name] = parseSettings(cursor);
  else if (name === 'Rules')
    parseList(cursor, () => ruleset.rules.push(parseRule(cursor, {words: words.rules, constants})));
  else if (name === 'Analyzers')
    parseList(cursor, () => ruleset.analyzers.push(parseCheck(cursor, {words: words.analyzers, constants})));
  else parseConstant(cursor, ruleset);
}

function notASection(cursor: Cursor, name: string, words: readonly string[]) {
  const close = nearest(name, sections);
  if (words.includes(name))
    return cursor.unexpected('`Rules = [ … ]` around the rules', 'Write `Rules = [ … ]` around the rules.');
  return cursor.unexpected(
    '`Rules = [ … ]`',
    close === undefined ? 'Write `Rules = [ … ]` around the rules.' : `Did you mean \`${close} =\`?`,
  );
}

function parseList(cursor: Cursor, read: () => void): void {
  cursor.take();
  cursor.expect('=');
  cursor.expect('[');
  while (!cursor.is(']')) {
    read();
    if (!cursor.skip(',')) break;
  }
  cursor.expect(']', '`,` and another rule, or `]`');
}

/** `name = "text"`. A misspelt section would be one too, but has no text. */
function parseConstant(cursor: Cursor, {constants}: Ruleset): void {
  const {value: name} = cursor.peek();
  if (cursor.peek(2).kind !== 'text') throw notASection(cursor, name, []);
  if (!/^[A-Za-z_]\w*$/.test(name) || name === '__proto__')
    throw cursor.unexpected('a name of letters, digits and `_`');
  cursor.take();
  cursor.expect('=');
  constants[name] = cursor.text('a text').value;
}

function parseSettings(cursor: Cursor): Record<string, string | string[]> {
  cursor.take();
  cursor.expect('=');
  cursor.expect('{');
  const settings: [string, string | string[]][] = [];
  while (!cursor.is('}')) {
    const {value: name} = cursor.text('a name in double quotes');
    cursor.expect(':');
    settings.push([name, cursor.is('[') ? parseTexts(cursor) : cursor.text('a text in double quotes').value]);
    if (!cursor.skip(',')) break;
  }
  cursor.expect('}', '`,` or `}`');
  return Object.fromEntries(settings);
}

function parseTexts(cursor: Cursor): string[] {
  cursor.expect('[');
  const texts: string[] = [];
  while (!cursor.is(']')) {
    texts.push(cursor.text('a text in double quotes').value);
    if (!cursor.skip(',')) break;
  }
  cursor.expect(']', '`,` or `]`');
  return texts;
}
