import {millisecondsOf, timestamp} from '../comparison.js';
import type {Check, Operand} from '../dqdl/syntax.js';
import {rowRule} from '../row-rule.js';
import type {Planning, RuleType} from './rule.js';

export const dataFreshness: RuleType = {
  word: 'DataFreshness',
  summary: 'Whether the age of every value in a column of times meets a condition.',
  parameters: ['column'],
  condition: 'duration',
  plan: (check, planning) => {
    const {time} = planning.column(check.parameters[0]!);
    return rowRule(check, {fits: ageSql(time, check, planning), anomaly: 'NO_DATA_IN_SPAN'});
  },
  example: {
    table: {columns: {at: 'TIMESTAMP'}, rows: [['2024-01-31 10:00:00'], ['2024-01-30 10:00:00']]},
    passes: 'DataFreshness "at" <= 2 days',
    fails: 'DataFreshness "at" < 24 hours',
    metric: 0.5,
    anomaly: 'NO_DATA_IN_SPAN',
  },
};

const turned: Record<string, string> = {'<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '!=': '<>'};

/** That a value is younger is that its time is later. */
function ageSql(time: string, {condition}: Check, planning: Planning): string {
  const {operator, not, operands} = condition!;
  const before = operands.map((operand) => timestamp(planning.now - ageOf(operand, planning)));
  if (operator !== 'between') return `${time} ${turned[operator]} ${before[0]}`;
  const inside = `(${time} < ${before[0]} AND ${time} > ${before[1]})`;
  return not ? `NOT ${inside}` : inside;
}

function ageOf(operand: Operand, {fault}: Planning): number {
  if (operand.kind === 'duration') return millisecondsOf(operand);
  throw fault({at: operand.at, says: 'expected an age such as `24 hours` or `3 days`, got something else'});
}
