import {size} from '../../base/tensor.js';
import type {Attributes, Body} from '../../graph/ops/op.js';
import {asNumbers, numbers, type Operand} from './array.js';

/** One run of the body for each entry of the first axis of its last inputs. */
export function scan(
  inputs: readonly Operand[],
  attributes: Attributes,
  run: (body: Body, inputs: readonly Operand[]) => Operand[],
): Operand[] {
  const carriedCount = inputs.length - (attributes.num_scan_inputs as number);
  const taken = inputs.slice(carriedCount);
  const steps = taken[0]!.shape[0]!;
  let carried = inputs.slice(0, carriedCount);
  const kept: Operand[][] = [];
  for (let step = 0; step < steps; step += 1) {
    const outputs = run(attributes.body as Body, [...carried, ...taken.map((all) => entry(all, step))]);
    carried = outputs.slice(0, carriedCount);
    kept.push(outputs.slice(carriedCount));
  }
  return [...carried, ...kept[0]!.map((_, at) => stacked(kept.map((outputs) => outputs[at]!)))];
}

function entry(all: Operand, at: number): Operand {
  const shape = all.shape.slice(1);
  const {type, data} = asNumbers(all);
  return numbers(type, shape, data.slice(at * size(shape), (at + 1) * size(shape)));
}

function stacked(entries: readonly Operand[]): Operand {
  const all = entries.map(asNumbers);
  const data = all.flatMap((each) => [...each.data]);
  return numbers(all[0]!.type, [all.length, ...all[0]!.shape], data);
}
