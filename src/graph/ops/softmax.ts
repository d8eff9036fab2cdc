import {floats} from '../../base/tensor.js';
import {shiftAxis} from '../lane-axis.js';
import type {Builder, LaneCall, Op, Value} from './op.js';

const logits = floats([2, 3], [1, -2, 0.5, 3, 0.25, -1]);

/** exp(x) / Σ exp(x) over the last axis. */
export const softmax: Op = {
  attributes: {axis: 'int'},
  infer: ({inputs: [x]}) => [{type: x!.type, shape: x!.shape}],
  // y ⊙ (g − Σ g y)
  gradient: ({builder, outputs: [y], upstream: [upstream]}) => {
    const weighted = builder.emit('Mul', [upstream!, y!]);
    return [builder.emit('Mul', [y!, builder.emit('Sub', [upstream!, sumLast(builder, weighted)])])];
  },
  lane: overAxis('Softmax'),
  example: {inputs: [logits], attributes: {axis: -1}},
};

/** x − log Σ exp(x) over the last axis, computed without overflow. */
export const logSoftmax: Op = {
  attributes: {axis: 'int'},
  infer: ({inputs: [x]}) => [{type: x!.type, shape: x!.shape}],
  // g − softmax(x) Σ g
  gradient: ({builder, outputs: [y], upstream: [upstream]}) => {
    const total = sumLast(builder, upstream!);
    const share = builder.emit('Mul', [builder.emit('Exp', [y!]), total]);
    return [builder.emit('Sub', [upstream!, share])];
  },
  lane: overAxis('LogSoftmax'),
  example: {inputs: [logits], attributes: {axis: -1}},
};

function sumLast(builder: Builder, value: Value): Value {
  return builder.emit('ReduceSum', [value, builder.integers([value.shape.length - 1])], {keepdims: 1});
}

function overAxis(op: string) {
  return ({builder, inputs, attributes}: LaneCall): Value[] =>
    builder.emitAll(op, inputs, shiftAxis(attributes, inputs[0]!.shape.length));
}
