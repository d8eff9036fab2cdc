import type {Body, Value} from '../../src/graph/ops/op.js';

/** A graph as text that can be read and compared: a line for each node, the nodes of a body indented. */
export function graphText({inputs, outputs, nodes, constants}: Body, indent = ''): string {
  const lines = nodes.flatMap(({op, inputs: taken, outputs: given, attributes}) => {
    const plain = Object.entries(attributes).filter(([, value]) => !isBody(value));
    const own = plain.length > 0 ? ` ${JSON.stringify(Object.fromEntries(plain))}` : '';
    const bodies = Object.values(attributes).filter(isBody);
    return [
      `${given.map(typed).join(', ')} = ${op}(${taken.map(named).join(', ')})${own}`,
      ...bodies.map((body) => graphText(body, '  ').trimEnd()),
    ];
  });
  const constantLines = [...constants].map(([name, {type, shape, data}]) => {
    const numbers = Array.from(data as ArrayLike<number>, String);
    const shown =
      numbers.length > 8 ? `${numbers.slice(0, 8).join(' ')} … (${numbers.length})` : numbers.join(' ');
    return `${name} ${type}[${shape}] = ${shown}`;
  });
  const all = [
    ...inputs.map((value) => `input ${typed(value)}`),
    ...constantLines,
    ...lines,
    ...outputs.map((value) => `output ${value.name}`),
  ];
  return `${all
    .flatMap((line) => line.split('\n'))
    .map((line) => indent + line)
    .join('\n')}\n`;
}

function typed({name, type, shape}: Value): string {
  return `${name} ${type}[${shape}]`;
}

function named({name}: Value): string {
  return name;
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && 'nodes' in value;
}
