import type {Fault} from '../dqdl/fault.js';
import type {Check, Condition} from '../dqdl/syntax.js';
import type {ParameterName, RuleType} from '../rules/rule.js';
import {checkNumber} from './dynamic.js';

type Odd = (fault: Fault) => Error;

/** That a rule has the parameters, the condition and the clauses that one of its kind has. @throws RULE_INVALID */
export function checkForm(check: Check, type: RuleType, odd: Odd): void {
  checkParameters(check, type, odd);
  const {condition, threshold, where} = check;
  if (condition) checkCondition(condition, type, odd);
  else if (['number', 'values', 'types', 'duration'].includes(type.condition))
    throw odd({
      at: check.at,
      says: `expected a condition after \`${type.word}\` and its parameters, got none`,
      suggestion: `Write ${conditionExamples[type.condition]} behind it.`,
    });
  if (threshold && !type.threshold)
    throw odd({at: threshold.at, says: `expected no threshold: \`${type.word}\` has none`});
  if (threshold) checkNumeric(threshold, odd);
  if (where && type.unfiltered)
    throw odd({at: where.at, says: `expected no \`where\`: \`${type.word}\` has none`});
}

const conditionExamples: Partial<Record<RuleType['condition'], string>> = {
  number: '`> 0.9`',
  values: '`in ["a", "b"]` or `> 0`',
  types: '`= "Integer"`',
  duration: '`<= 24 hours`',
};

function checkParameters({parameters, at}: Check, {word, parameters: names}: RuleType, odd: Odd): void {
  const least = names.filter((name) => !name.includes('?') && name !== 'text…').length;
  const most = names.some((name) => name.endsWith('…')) ? Number.POSITIVE_INFINITY : names.length;
  if (parameters.length >= least && parameters.length <= most) return;
  const count = parameters.length;
  throw odd({
    at: parameters[most]?.at ?? at,
    says: `expected ${parameterText(names)} after \`${word}\`, got ${count === 0 ? 'none' : count}`,
  });
}

function parameterText(names: readonly ParameterName[]): string {
  if (names.length === 0) return 'no parameter';
  const words = names.map((name) => {
    const plain = name.replace(/[?…]/g, '');
    if (name.includes('…')) return `names of ${plain}s`;
    return {column: 'a column', text: 'a text', reference: 'another table'}[plain] ?? plain;
  });
  return words.join(' and ');
}

function checkCondition(condition: Condition, {condition: kind, word}: RuleType, odd: Odd): void {
  const {operator, at} = condition;
  if (kind === 'none') throw odd({at, says: `expected nothing more: \`${word}\` has no condition`});
  if (kind === 'number' || kind === 'number?') checkNumeric(condition, odd);
  if (kind === 'types' && !['=', '!=', 'in'].includes(operator))
    throw odd({at, says: 'expected `=`, `!=` or `in` and names of types'});
  if (kind === 'duration' && ['in', 'matches'].includes(operator))
    throw odd({at, says: 'expected a comparison with an age, such as `<= 24 hours`'});
}

function checkNumeric({operator, operands, at}: Condition, odd: Odd): void {
  if (operator === 'matches')
    throw odd({at, says: 'expected a comparison with a number, got a regular expression'});
  for (const operand of operands) checkNumber(operand, odd);
}
