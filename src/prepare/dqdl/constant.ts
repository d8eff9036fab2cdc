import type {Operand} from './syntax.js';

/** What arithmetic over plain numbers comes to; undefined where there is more in it. */
export function constantOf(operand: Operand): number | undefined {
  if (operand.kind === 'number') return operand.value;
  if (operand.kind === 'text' && operand.value.trim() !== '') {
    const value = Number(operand.value);
    return Number.isFinite(value) ? value : undefined;
  }
  if (operand.kind !== 'binary') return undefined;
  const [left, right] = [constantOf(operand.left), constantOf(operand.right)];
  if (left === undefined || right === undefined) return undefined;
  return {'+': left + right, '-': left - right, '*': left * right, '/': left / right}[operand.sign];
}
