import {check} from './check.js';
import {Graph} from './graph.js';
import type {Body, Dimension, Value} from './ops/op.js';

/**
 * One graph that runs a step many times. Of the step's inputs those in `carried` get, from the second run on, the output
 * that it names; every other gets an axis in front, [steps, …], of which each run takes its entry. Outputs keep their
 * names: the carried ones are those of the last run, the others [steps, …].
 */
export function scanSteps(step: Graph, carried: Readonly<Record<string, string>>, steps: Dimension): Graph {
  const graph = new Graph();
  const [states, taken] = divide(step.inputs, new Set(Object.keys(carried)));
  const [ends, kept] = divide(step.outputs, new Set(Object.values(carried)));
  const outputs = [...states.map(({name}) => ends.find((end) => end.name === carried[name])!), ...kept];
  const body: Body = {nodes: step.nodes, constants: step.constants, inputs: [...states, ...taken], outputs};
  const inputs = [
    ...states.map(({name, type, shape}) => graph.input(name, type, shape)),
    ...taken.map(({name, type, shape}) => graph.input(name, type, [steps, ...shape])),
  ];
  graph
    .emitAll('Scan', inputs, {body, num_scan_inputs: taken.length})
    .forEach((value, at) => graph.output(outputs[at]!.name, value));
  return check(graph);
}

/** Those that are called so, and the others. */
function divide(values: readonly Value[], names: ReadonlySet<string>): [Value[], Value[]] {
  return [values.filter(({name}) => names.has(name)), values.filter(({name}) => !names.has(name))];
}
