import {check} from './check.js';
import {Graph} from './graph.js';
import type {Node, Value} from './ops/op.js';
import {operator} from './ops/registry.js';

/** A value of the lifted graph, and whether it has a lane axis. */
interface Lifted {
  value: Value;
  laned: boolean;
}

/**
 * The same graph for many lanes at once. The inputs called in `laned`, and all that depends on them, get a leading axis
 * of that many lanes; what depends on none of them stays as it is and is computed once for all. Lane k of an output is
 * what the graph gives for lane k of the inputs. Every output gets the lane axis or none, as its inputs say. The number
 * of nodes does not depend on the number of lanes.
 * (Vectorizing by a rule for each operation, as in JAX's vmap: Frostig, Johnson and Leary 2018.)
 * @throws Error where a laned value meets an op that has no lane rule.
 */
export function liftLanes(graph: Graph, laned: ReadonlySet<string>, lanes: number): Graph {
  const lifted = new Graph();
  const values = new Map<string, Lifted>();
  for (const {name, type, shape} of graph.inputs) {
    const isLaned = laned.has(name);
    const value = lifted.input(name, type, isLaned ? [lanes, ...shape] : shape);
    values.set(name, {value, laned: isLaned});
  }
  const find = (name: string): Lifted => {
    const found = values.get(name) ?? {value: lifted.constant(graph.constants.get(name)!), laned: false};
    values.set(name, found);
    return found;
  };
  const outputs = new Set(graph.outputs.map(({name}) => name));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(({name}) => find(name));
    const [output] = node.outputs;
    if (output && outputs.has(output.name))
      values.set(output.name, {...inputs[0]!, value: lifted.output(output.name, inputs[0]!.value)});
    else
      lift(lifted, graph, node, inputs, lanes).forEach((each, at) =>
        values.set(node.outputs[at]!.name, each),
      );
  }
  return check(lifted);
}

function lift(lifted: Graph, graph: Graph, node: Node, inputs: readonly Lifted[], lanes: number): Lifted[] {
  const call = {inputs: inputs.map(({value}) => value), attributes: node.attributes};
  if (inputs.every(({laned}) => !laned))
    return lifted.emitAll(node.op, call.inputs, call.attributes).map((value) => ({value, laned: false}));
  const rule = operator(node.op).lane;
  if (!rule) throw new Error(`${node.op} has no lane rule.`);
  const constants = node.inputs.map(({name}) => graph.constants.get(name));
  const laned = inputs.map((input) => input.laned);
  return rule({...call, builder: lifted, constants, laned, lanes}).map((value) => ({value, laned: true}));
}
