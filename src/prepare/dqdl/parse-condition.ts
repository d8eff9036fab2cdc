import type {Cursor} from './cursor.js';
import {parseOperand} from './parse-operand.js';
import type {Condition, Operand, Operator} from './syntax.js';

const comparisons = ['=', '!=', '>', '>=', '<', '<='];
const negatable = ['between', 'in', 'matches'];

/** Whether a condition begins here. */
export function beginsCondition(cursor: Cursor): boolean {
  return cursor.is(...comparisons, ...negatable, 'not');
}

/** Such as `> 0.9`, `not in ["a", NULL]` or `between 1 and 5`. @throws RULE_INVALID */
export function parseCondition(cursor: Cursor): Condition {
  const {at} = cursor.peek();
  const not = cursor.skip('not');
  const known = not ? negatable : [...comparisons, ...negatable];
  if (!cursor.is(...known)) throw cursor.unexpected(`one of ${known.map((one) => `\`${one}\``).join(', ')}`);
  const operator = cursor.take().value as Operator;
  return {operator, not, operands: operandsOf(cursor, operator), at};
}

function operandsOf(cursor: Cursor, operator: Operator): Operand[] {
  if (operator === 'in') return list(cursor);
  if (operator === 'matches') {
    const {value, at} = cursor.text('a regular expression in double quotes');
    return [{kind: 'text', value, at}];
  }
  const first = parseOperand(cursor);
  if (operator !== 'between') return [first];
  if (!cursor.skip('and', 'AND')) throw cursor.unexpected('`and`');
  return [first, parseOperand(cursor)];
}

function list(cursor: Cursor): Operand[] {
  cursor.expect('[');
  const operands: Operand[] = [];
  while (!cursor.is(']')) {
    operands.push(parseOperand(cursor));
    if (!cursor.skip(',')) break;
  }
  if (operands.length === 0) throw cursor.unexpected('a value');
  cursor.expect(']', '`,` or `]`');
  return operands;
}
