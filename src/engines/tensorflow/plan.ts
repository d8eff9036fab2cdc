import type {Attributes, Body, Node} from '../../graph/ops/op.js';
import type {Compute, Kernel} from './kernel.js';

/** One call of a kernel. Values are named by their number. */
export interface Step {
  compute: Compute;
  inputs: readonly number[];
  /** Inputs that are read as numbers: those of a constant, or the value to read them from. */
  numbers: readonly (readonly number[] | number)[];
  outputs: readonly number[];
  attributes: Attributes;
  /** Values that no later step reads. */
  spent: readonly number[];
}

/** A graph in the order in which it runs, with the end of every value's life. */
export interface Plan {
  steps: readonly Step[];
  /** In the graph's order; undefined where nothing reads the input. */
  inputs: readonly (number | undefined)[];
  /** The constants that a step reads as tensors, by name. */
  constants: ReadonlyMap<string, number>;
  outputs: readonly number[];
}

/** @param kernelOf the kernel of an op by its name */
export function plan(graph: Body, kernelOf: (op: string) => Kernel): Plan {
  const numberOf = numbering();
  const steps = graph.nodes.map((node) => stepOf(graph, node, kernelOf(node.op), numberOf));
  const outputs = graph.outputs.map(({name}) => numberOf(name));
  const read = new Set([...outputs, ...steps.flatMap(valuesRead)]);
  const names = [...graph.constants.keys()].filter((name) => read.has(numberOf(name)));
  const constants = new Map(names.map((name) => [name, numberOf(name)]));
  const inputs = graph.inputs.map(({name}) => (read.has(numberOf(name)) ? numberOf(name) : undefined));
  return {steps: withEnds(steps, [...constants.values(), ...outputs]), inputs, constants, outputs};
}

/** Numbers names in the order in which they are first asked for. */
function numbering(): (name: string) => number {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
}

function stepOf(
  graph: Body,
  node: Node,
  {numbers, compute}: Kernel,
  numberOf: (name: string) => number,
): Step {
  const readAsNumbers = (_: unknown, position: number) => numbers.includes(position);
  const constantOr = (name: string) => {
    const constant = graph.constants.get(name);
    return constant ? Array.from(constant.data as ArrayLike<number | bigint>, Number) : numberOf(name);
  };
  return {
    compute,
    inputs: node.inputs.filter((_, at) => !numbers.includes(at)).map(({name}) => numberOf(name)),
    numbers: node.inputs.filter(readAsNumbers).map(({name}) => constantOr(name)),
    outputs: node.outputs.map(({name}) => numberOf(name)),
    attributes: node.attributes,
    spent: [],
  };
}

function valuesRead({inputs, numbers}: Step): number[] {
  return [...inputs, ...numbers.filter((value) => typeof value === 'number')];
}

/** Going backward, the first step that mentions a value is the last that needs it. */
function withEnds(steps: readonly Step[], kept: Iterable<number>): Step[] {
  const needed = new Set(kept);
  return steps
    .toReversed()
    .map((step) => {
      const mentioned = [...new Set([...step.outputs, ...valuesRead(step)])];
      const spent = mentioned.filter((value) => !needed.has(value));
      for (const value of mentioned) needed.add(value);
      return {...step, spent};
    })
    .toReversed();
}
