import {floats} from '../../base/tensor.js';
import {broadcastLanes, sameLanes} from '../lane-axis.js';
import {onlyNumber} from '../only-number.js';
import {broadcast, sameShape} from '../shape.js';
import {unbroadcast} from '../unbroadcast.js';
import type {Builder, Call, GradientCall, Op, Signature, Value} from './op.js';

const left = floats([2, 3], [0.5, -1.5, 2, 0.25, 3, -0.75]);
const right = floats([3], [1.5, -0.5, 2.5]);
const positive = floats([2, 2], [0.5, 1.5, 4, 9]);

export const add = binary('Add', (_call, upstream) => [upstream, upstream]);

export const sub = binary('Sub', ({builder}, upstream) => [upstream, builder.emit('Neg', [upstream])]);

export const mul: Op = {
  ...binary('Mul', ({builder, inputs: [a, b]}, upstream) => [
    builder.emit('Mul', [upstream, b!]),
    builder.emit('Mul', [upstream, a!]),
  ]),
  // 1 · x
  fold: ({inputs, constants, shape}) => {
    const at = constants.findIndex((constant) => constant && onlyNumber(constant) === 1);
    const other = at < 0 ? undefined : inputs[1 - at];
    return other && sameShape(other.shape, shape) ? other : undefined;
  },
};

// a / b: 1/b and −(a/b)/b
export const div = binary('Div', ({builder, inputs: [, b], outputs: [quotient]}, upstream) => {
  const scaled = builder.emit('Div', [upstream, b!]);
  return [scaled, builder.emit('Neg', [builder.emit('Mul', [scaled, quotient!])])];
});

/** The larger of two. A tie gives its gradient to the second. */
export const max = binary('Max', ({builder, inputs: [a, b]}, upstream) =>
  choose(builder, 'Greater', a!, b!, upstream),
);

/** The smaller of two. A tie gives its gradient to the second. */
export const min = binary('Min', ({builder, inputs: [a, b]}, upstream) =>
  choose(builder, 'Less', a!, b!, upstream),
);

export const neg = unary('Neg', ({builder}, upstream) => builder.emit('Neg', [upstream]));

// 1 where x > 0, which is where y > 0: so x need not be kept
export const relu = unary('Relu', ({builder, outputs: [y]}, upstream) => {
  const mask = builder.emit('Cast', [builder.emit('Greater', [y!, builder.scalar(0)])], {to: 'float'});
  return builder.emit('Mul', [upstream, mask]);
});

export const exp = unary('Exp', ({builder, outputs: [y]}, upstream) => builder.emit('Mul', [upstream, y!]));

export const log = unary(
  'Log',
  ({builder, inputs: [x]}, upstream) => builder.emit('Div', [upstream, x!]),
  positive,
);

// 1 / (2 √x)
export const sqrt = unary(
  'Sqrt',
  ({builder, outputs: [y]}, upstream) =>
    builder.emit('Div', [upstream, builder.emit('Mul', [builder.scalar(2), y!])]),
  positive,
);

// y (1 − y)
export const sigmoid = unary('Sigmoid', ({builder, outputs: [y]}, upstream) =>
  builder.emit('Mul', [upstream, builder.emit('Mul', [y!, builder.emit('Sub', [builder.scalar(1), y!])])]),
);

// 1 − y²
export const tanh = unary('Tanh', ({builder, outputs: [y]}, upstream) =>
  builder.emit('Mul', [upstream, builder.emit('Sub', [builder.scalar(1), builder.emit('Mul', [y!, y!])])]),
);

/** The largest whole number that is not above x. Not differentiable: what it gives does not change with x, or jumps. */
export const floor: Op = {
  infer: ({inputs: [x]}) => [{type: x!.type, shape: x!.shape}],
  lane: sameLanes('Floor'),
  example: {inputs: [left]},
};

export const sin = unary('Sin', ({builder, inputs: [x]}, upstream) =>
  builder.emit('Mul', [upstream, builder.emit('Cos', [x!])]),
);

export const cos = unary('Cos', ({builder, inputs: [x]}, upstream) =>
  builder.emit('Neg', [builder.emit('Mul', [upstream, builder.emit('Sin', [x!])])]),
);

// 2/√π exp(−x²)
export const erf = unary('Erf', ({builder, inputs: [x]}, upstream) => {
  const bell = builder.emit('Exp', [builder.emit('Neg', [builder.emit('Mul', [x!, x!])])]);
  const slope = builder.emit('Mul', [builder.scalar(2 / Math.sqrt(Math.PI)), bell]);
  return builder.emit('Mul', [upstream, slope]);
});

// sign x
export const abs = unary('Abs', ({builder, inputs: [x]}, upstream) => {
  const above = builder.emit('Cast', [builder.emit('Greater', [x!, builder.scalar(0)])], {to: 'float'});
  const below = builder.emit('Cast', [builder.emit('Less', [x!, builder.scalar(0)])], {to: 'float'});
  return builder.emit('Mul', [upstream, builder.emit('Sub', [above, below])]);
});

function unary(name: string, rule: (call: GradientCall, upstream: Value) => Value, input = left): Op {
  return {
    infer: ({inputs: [x]}) => [{type: x!.type, shape: x!.shape}],
    gradient: (call) => [rule(call, call.upstream[0]!)],
    lane: sameLanes(name),
    example: {inputs: [input]},
  };
}

function binary(name: string, rule: (call: GradientCall, upstream: Value) => [Value, Value]): Op {
  return {
    infer: inferBinary,
    gradient: (call) =>
      rule(call, call.upstream[0]!).map((value, position) =>
        unbroadcast(call.builder, value, call.inputs[position]!),
      ),
    lane: broadcastLanes(name),
    example: {inputs: [left, right]},
  };
}

function inferBinary({inputs: [a, b]}: Call): Signature[] {
  if (a!.type !== b!.type) throw new Error(`Both sides need one type, got ${a!.type} and ${b!.type}.`);
  return [{type: a!.type, shape: broadcast(a!.shape, b!.shape)}];
}

function choose(builder: Builder, comparison: string, a: Value, b: Value, upstream: Value): [Value, Value] {
  const first = builder.emit(comparison, [a, b]);
  const zero = builder.scalar(0);
  return [builder.emit('Where', [first, upstream, zero]), builder.emit('Where', [first, zero, upstream])];
}
