import type {AdlError} from '../../base/errors.js';
import {inline} from '../../base/inline.js';
import {type Fault, type RulesText, ruleInvalid} from './fault.js';
import {type Token, tokensOf} from './tokens.js';

/** A place in the tokens of rules, which moves on as they are taken. */
export interface Cursor {
  peek(ahead?: number): Token;
  take(): Token;
  /** Whether a word or a sign stands here. */
  is(...values: string[]): boolean;
  /** Takes it where it stands here. */
  skip(...values: string[]): boolean;
  /** Takes it, or fails. */
  expect(value: string, expected?: string): Token;
  text(expected: string): Token;
  /** That something else was expected here. */
  unexpected(expected: string, suggestion?: string): AdlError;
  fault(fault: Fault): AdlError;
}

/** @throws RULE_INVALID */
export function cursorOver(rules: RulesText): Cursor {
  const tokens = tokensOf(rules);
  let place = 0;
  const peek = (ahead = 0) => tokens[Math.min(place + ahead, tokens.length - 1)]!;
  const take = () => {
    const token = peek();
    place += 1;
    return token;
  };
  const is = (...values: string[]) => ['word', 'sign'].includes(peek().kind) && values.includes(peek().value);
  const unexpected = (expected: string, suggestion?: string) =>
    ruleInvalid(rules, {at: peek().at, says: `expected ${expected}, got ${shown(peek())}`, suggestion});
  const taken = (fits: boolean, expected: string) => {
    if (!fits) throw unexpected(expected);
    return take();
  };
  return {
    peek,
    take,
    is,
    skip: (...values) => is(...values) && take() !== undefined,
    expect: (value, expected = `\`${value}\``) => taken(is(value), expected),
    text: (expected) => taken(peek().kind === 'text', expected),
    unexpected,
    fault: (fault) => ruleInvalid(rules, fault),
  };
}

function shown({kind, value}: Token): string {
  if (kind === 'end') return 'the end';
  return kind === 'text' ? `"${inline(value)}"` : `\`${inline(value)}\``;
}
