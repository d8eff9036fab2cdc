import type {Check, Condition, Expression, Labels, Operand, Rule, Ruleset} from './syntax.js';

/** A ruleset as text, which reads as the same ruleset; comments are not in it. */
export function printRules({sections, constants, defaultLabels, rules, analyzers}: Ruleset): string {
  const parts = [
    ...Object.entries(sections).map(([name, settings]) => `${name} = {${printSettings(settings)}}`),
    ...Object.entries(constants).map(([name, value]) => `${name} = ${quoted(value)}`),
    ...(Object.keys(defaultLabels).length > 0 ? [`DefaultLabels = ${printLabels(defaultLabels)}`] : []),
    ...(rules.length > 0 ? [listed('Rules', rules.map(printRule))] : []),
    ...(analyzers.length > 0 ? [listed('Analyzers', analyzers.map(printCheck))] : []),
  ];
  return `${parts.join('\n')}\n`;
}

/** On one line. */
export function printRule({expression, labels}: Rule): string {
  const text = printExpression(expression);
  return Object.keys(labels).length > 0 ? `${text} labels=${printLabels(labels)}` : text;
}

/** On one line. */
export function printExpression(expression: Expression): string {
  if (expression.kind === 'check') return printCheck(expression);
  return expression.parts.map((part) => `(${printExpression(part)})`).join(` ${expression.kind} `);
}

/** On one line. */
export function printCheck({type, parameters, condition, where, threshold}: Check): string {
  return [
    type,
    ...parameters.map(({value}) => quoted(value)),
    ...(condition ? [printCondition(condition)] : []),
    ...(where ? [`where ${quoted(where.value)}`] : []),
    ...(threshold ? [`with threshold ${printCondition(threshold)}`] : []),
  ].join(' ');
}

/** Such as `between 1 and 5`. */
export function printCondition({operator, not, operands}: Condition): string {
  const values = operands.map(printOuter);
  const right =
    operator === 'in' ? `[${values.join(', ')}]` : values.join(operator === 'between' ? ' and ' : '');
  return `${not ? 'not ' : ''}${operator} ${right}`;
}

/** A text in double quotes. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function listed(name: string, lines: readonly string[]): string {
  return `${name} = [\n${lines.map((line) => `  ${line}`).join(',\n')}\n]`;
}

function printLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  return `[${pairs.join(', ')}]`;
}

function printSettings(settings: Record<string, string | string[]>): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? quoted(value) : `[${value.map(quoted).join(', ')}]`;
      return `${quoted(name)}: ${text}`;
    })
    .join(', ');
}

/** Brackets stand around arithmetic within arithmetic alone. */
function printOuter(operand: Operand): string {
  if (operand.kind !== 'binary') return printOperand(operand);
  return `${printOperand(operand.left)} ${operand.sign} ${printOperand(operand.right)}`;
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'number':
      return printNumber(operand.value);
    case 'text':
      return quoted(operand.value);
    case 'keyword':
      return operand.value;
    case 'duration':
      return `${printNumber(operand.count)} ${operand.unit}`;
    case 'now':
      return printNow(operand.offset);
    case 'call':
      return `${operand.name}(${operand.operands.map(printOuter).join(', ')})`;
    case 'binary':
      return `(${printOuter(operand)})`;
  }
}

function printNow(offset: {count: number; unit: string} | null): string {
  if (!offset) return 'now()';
  const sign = offset.count < 0 || Object.is(offset.count, -0) ? '-' : '+';
  return `(now() ${sign} ${printNumber(Math.abs(offset.count))} ${offset.unit})`;
}

function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
