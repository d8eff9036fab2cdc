import {nearest} from '../../base/nearest.js';
import type {Cursor} from './cursor.js';
import {beginsCondition, parseCondition} from './parse-condition.js';
import type {Check, Condition, Expression, Labels, Parameter, Rule} from './syntax.js';

/** What rules may be written with: the words of rule types, and the texts that were given names. */
export interface Vocabulary {
  words: readonly string[];
  constants: Readonly<Record<string, string>>;
}

const mostDeep = 50;
const mostLabels = 10;

/** A rule with its labels. @throws RULE_INVALID */
export function parseRule(cursor: Cursor, vocabulary: Vocabulary): Rule {
  const expression = parseExpression(cursor, vocabulary, 0);
  return {expression, labels: cursor.is('labels') ? parseLabels(cursor) : {}};
}

/** Such as `labels = ["level" = "warning"]`, from `labels` or `DefaultLabels` on. @throws RULE_INVALID */
export function parseLabels(cursor: Cursor): Labels {
  cursor.take();
  cursor.expect('=');
  cursor.expect('[');
  const labels: Labels = {};
  while (!cursor.is(']')) {
    const name = cursor.text('the name of a label in double quotes');
    if (Object.hasOwn(labels, name.value) || name.value === '__proto__')
      throw cursor.fault({at: name.at, says: `expected each label once, got "${name.value}" again`});
    if (Object.keys(labels).length === mostLabels)
      throw cursor.fault({at: name.at, says: `expected at most ${mostLabels} labels, got more`});
    cursor.expect('=');
    labels[name.value] = cursor.text("a label's value in double quotes").value;
    if (!cursor.skip(',')) break;
  }
  cursor.expect(']', '`,` or `]`');
  return labels;
}

/** One operator joins all parts that stand beside each other; others need brackets of their own. */
function parseExpression(cursor: Cursor, vocabulary: Vocabulary, depth: number): Expression {
  if (!cursor.is('(')) return parseCheck(cursor, vocabulary);
  const {at} = cursor.peek();
  const first = parseBracket(cursor, vocabulary, depth);
  if (!cursor.is('and', 'AND', 'or', 'OR')) return first;
  const kind = cursor.peek().value.toLowerCase() as 'and' | 'or';
  const parts = [first];
  while (cursor.skip(kind, kind.toUpperCase())) {
    if (!cursor.is('(')) throw cursor.unexpected(`\`(\` after \`${kind}\``);
    parts.push(parseBracket(cursor, vocabulary, depth));
  }
  if (cursor.is('and', 'AND', 'or', 'OR'))
    throw cursor.unexpected(
      `\`${kind}\` again`,
      'Put brackets around what belongs together: ((A) and (B)) or (C).',
    );
  return {kind, parts, at};
}

function parseBracket(cursor: Cursor, vocabulary: Vocabulary, depth: number): Expression {
  const {at} = cursor.expect('(');
  if (depth === mostDeep)
    throw cursor.fault({at, says: `expected at most ${mostDeep} brackets within each other, got more`});
  const inner = parseExpression(cursor, vocabulary, depth + 1);
  cursor.expect(')');
  return inner;
}

/** A rule without labels, or an analyzer. @throws RULE_INVALID */
export function parseCheck(cursor: Cursor, vocabulary: Vocabulary): Check {
  const {value: type, at, kind} = cursor.peek();
  if (kind !== 'word' || !vocabulary.words.includes(type)) throw unknownType(cursor, vocabulary);
  cursor.take();
  const check: Check = {
    ...{kind: 'check', type, parameters: parseParameters(cursor, vocabulary)},
    ...{condition: beginsCondition(cursor) ? parseCondition(cursor) : null, where: null, threshold: null, at},
  };
  for (;;) {
    if (cursor.is('where') && !check.where) check.where = parseWhere(cursor, vocabulary);
    else if (cursor.is('with') && !check.threshold) check.threshold = parseThreshold(cursor);
    else return check;
  }
}

function unknownType(cursor: Cursor, {words}: Vocabulary) {
  const {kind, value} = cursor.peek();
  const close = kind === 'word' ? nearest(value, words) : undefined;
  return cursor.unexpected(
    'a rule type',
    close === undefined ? `Use one of: ${words.join(', ')}.` : `Did you mean \`${close}\`?`,
  );
}

const reservedWords = ['between', 'in', 'not', 'matches', 'where', 'with', 'labels', 'or', 'OR', 'AND'];

/** In quotes or without, joined by `of` and `and` where one likes. */
function parseParameters(cursor: Cursor, vocabulary: Vocabulary): Parameter[] {
  const parameters: Parameter[] = [];
  for (;;) {
    const joined = parameters.length === 0 ? ['of'] : ['of', 'and'];
    const isJoined = cursor.skip(...joined);
    const {kind, value, at} = cursor.peek();
    // After a comma that was forgotten the next rule begins.
    const isRule = !isJoined && vocabulary.words.includes(value);
    const isWord = kind === 'word' && !reservedWords.includes(value) && !isRule;
    if (kind === 'constant') parameters.push({value: constant(cursor, vocabulary), at});
    else if (kind === 'text' || isWord || kind === 'number')
      parameters.push({value: cursor.take().value, at});
    else if (isJoined) throw cursor.unexpected('a name');
    else return parameters;
  }
}

function constant(cursor: Cursor, {constants}: Vocabulary): string {
  const name = cursor.peek().value.slice(1);
  if (!Object.hasOwn(constants, name)) {
    const close = nearest(name, Object.keys(constants));
    throw cursor.unexpected(
      'the name of a constant from above',
      close === undefined ? `Write \`${name} = "…"\` above the rules.` : `Did you mean \`$${close}\`?`,
    );
  }
  cursor.take();
  return constants[name]!;
}

function parseWhere(cursor: Cursor, vocabulary: Vocabulary): Parameter {
  cursor.take();
  const {kind, at} = cursor.peek();
  const value =
    kind === 'constant' ? constant(cursor, vocabulary) : cursor.text('SQL in double quotes').value;
  if (value.trim() === '') throw cursor.fault({at, says: 'expected SQL over a row, got nothing'});
  return {value, at};
}

function parseThreshold(cursor: Cursor): Condition {
  cursor.take();
  cursor.expect('threshold');
  return parseCondition(cursor);
}
