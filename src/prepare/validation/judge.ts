import {printCondition} from '../dqdl/print.js';
import type {Condition} from '../dqdl/syntax.js';
import {operandValue} from './dynamic.js';

/** What became of a number that a condition was put to. */
export interface Judgement {
  status: 'passed' | 'failed' | 'skipped';
  /** What was expected, with what history came to. */
  expected: string;
  /** Why it was skipped, or failed without a comparison. */
  why?: string;
  /** Which bound was passed. */
  side?: 'low' | 'high';
}

/**
 * Puts a condition to a number. `between` is without its bounds, as AWS Glue has it.
 * @param past what the metric was before, the latest first
 */
export function judge(value: number, condition: Condition, past: readonly number[]): Judgement {
  const bounds = condition.operands.map((operand) => operandValue(operand, past));
  const odd = bounds.find((bound) => typeof bound === 'object');
  if (odd)
    return {
      status: odd.isForWantOfPast ? 'skipped' : 'failed',
      expected: printCondition(condition),
      why: odd.why,
    };
  const numbers = bounds as number[];
  const isRight = holds(value, condition, numbers);
  const side = isRight ? undefined : sideOf(value, condition, numbers);
  return {
    status: isRight ? 'passed' : 'failed',
    expected: expectedText(condition, numbers),
    ...(side && {side}),
  };
}

function holds(value: number, {operator, not}: Condition, [first, second, ...others]: number[]): boolean {
  if (operator === '=') return value === first;
  if (operator === '!=') return value !== first;
  if (operator === '>') return value > first!;
  if (operator === '>=') return value >= first!;
  if (operator === '<') return value < first!;
  if (operator === '<=') return value <= first!;
  const isIn =
    operator === 'between' ? value > first! && value < second! : [first, second, ...others].includes(value);
  return isIn !== not;
}

function sideOf(value: number, {operator, not}: Condition, bounds: number[]): 'low' | 'high' | undefined {
  if (not || operator === '!=') return undefined;
  if (value <= Math.min(...bounds)) return operator === '<' ? 'high' : 'low';
  return value >= Math.max(...bounds) ? 'high' : undefined;
}

function expectedText(condition: Condition, values: readonly number[]): string {
  const text = printCondition(condition);
  const isPlain = condition.operands.every(({kind}) => kind === 'number' || kind === 'text');
  return isPlain ? text : `${text}, which is ${values.map(figure).join(' and ')}`;
}

/** A number to six figures. */
export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
