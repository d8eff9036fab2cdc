import {describe, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {doubles, floats, int64s, size, type Tensor, tensor} from '../../../src/base/tensor.js';
import type {Engine, Tensors} from '../../../src/engines/engine.js';
import {evaluate} from '../../../src/engines/reference/reference.js';
import {tensorflow} from '../../../src/engines/tensorflow/tensorflow.js';
import {Graph} from '../../../src/graph/graph.js';
import type {Attributes} from '../../../src/graph/ops/op.js';

/** One call of an op. Inputs of int64 are constants of the graph. */
interface Case {
  op: string;
  inputs: Tensor[];
  attributes?: Attributes;
}

const random = randomStream(8, 'kernels');
const {NaN: nan, POSITIVE_INFINITY: infinity} = Number;

function normal(...shape: number[]): Tensor {
  return floats(
    shape,
    Array.from({length: size(shape)}, () => random.normal()),
  );
}

function whole(...shape: number[]): Tensor {
  const data = Int32Array.from({length: size(shape)}, () => random.integer(19) - 9);
  return tensor('int32', shape, data);
}

function codes(limit: number, ...shape: number[]): Tensor {
  return tensor(
    'int32',
    shape,
    Int32Array.from({length: size(shape)}, () => random.integer(limit)),
  );
}

function flags(...shape: number[]): Tensor {
  return tensor(
    'bool',
    shape,
    Uint8Array.from({length: size(shape)}, () => random.integer(2)),
  );
}

function each(ops: string[], inputs: Tensor[][], attributes: Attributes = {}): Case[] {
  return ops.flatMap((op) => inputs.map((chosen) => ({op, inputs: chosen, attributes})));
}

const arithmetic = ['Add', 'Sub', 'Mul', 'Max', 'Min'];
const comparisons = ['Equal', 'Greater', 'Less'];
const specials = [0, -0, 1, -1, nan, infinity, -infinity, 1e30, -1e30, 1e-30];
const left = specials.flatMap((value) => specials.map(() => value));
const right = specials.flatMap(() => specials);
/** Not all of them are numbers of float32. */
const large = tensor('int32', [4], Int32Array.of(123456789, -123456789, 2 ** 31 - 2, 16777217));

const groups: Record<string, Case[]> = {
  'arithmetic broadcasts at ranks 0 to 5': [
    ...each(
      [...arithmetic, 'Div', ...comparisons],
      [
        [normal(), normal()],
        [normal(3), normal()],
        [normal(2, 1, 3), normal(4, 1)],
        [normal(4, 1, 2, 1, 3), normal(2, 5, 1)],
        [normal(1, 2, 3, 4, 1), normal(3, 1, 1, 4, 2)],
        [normal(0, 3), normal(1, 3)],
      ],
    ),
    ...each(
      [...arithmetic, ...comparisons],
      [
        [whole(2, 1, 3), whole(4, 1)],
        [large, tensor('int32', [1], Int32Array.of(1))],
      ],
    ),
    ...each(['And', 'Or', 'Equal'], [[flags(2, 3, 1, 1, 2), flags(1, 4, 2)]]),
  ],
  'NaN and infinity go through arithmetic and comparisons': each(
    [...arithmetic, 'Div', ...comparisons],
    [[floats([100], left), floats([100], right)]],
  ),
  'NaN, infinity and extremes go through functions': [
    ...each(
      ['Abs', 'Erf', 'Exp', 'Floor', 'Log', 'Neg', 'Relu', 'Sigmoid', 'Sqrt', 'Tanh', 'IsNaN', 'IsInf'],
      [[floats([13], [...specials, 100, -100, 0.5])], [normal()], [normal(2, 1, 3, 2, 2)], [normal(0)]],
    ),
    ...each(['Cos', 'Sin'], [[normal(2, 3)], [normal()], [normal(0)], [floats([3], [nan, 0, 30])]]),
    ...each(['Abs', 'Neg', 'Relu'], [[whole(3, 4)], [large]]),
    ...each(['Not'], [[flags(2, 3)], [flags()]]),
    ...each(['IsNaN', 'IsInf'], [[doubles([3], [nan, infinity, 1e30])]]),
  ],
  'whole numbers are divided toward zero, with the remainder of the divisor': [
    ...each(
      ['Div'],
      [
        [
          tensor('int32', [4], Int32Array.of(7, -7, 7, -7)),
          tensor('int32', [4], Int32Array.of(2, 2, -2, -2)),
        ],
        [large, tensor('int32', [], Int32Array.of(7))],
        [large, tensor('int32', [1], Int32Array.of(-1))],
      ],
    ),
    ...each(
      ['Mod'],
      [
        [
          tensor('int32', [4], Int32Array.of(7, -7, 7, -7)),
          tensor('int32', [4], Int32Array.of(3, 3, -3, -3)),
        ],
        [large, tensor('int32', [], Int32Array.of(10))],
      ],
    ),
  ],
  'Where chooses and broadcasts': each(
    ['Where'],
    [
      [flags(2, 1, 3), normal(4, 1), normal()],
      [flags(3, 1), floats([4], [nan, infinity, 1, -1]), normal(3, 4)],
      [flags(2, 1, 1, 1, 2), normal(3, 1, 2, 1), normal(1, 2, 1)],
      [flags(2, 3), whole(3), whole(2, 1)],
      [flags(2, 3), flags(3), flags(2, 1)],
    ],
  ),
  'reductions fold any axes': ['ReduceSum', 'ReduceMean', 'ReduceMax'].flatMap((op) => [
    ...each([op], [[normal(2, 3, 4), int64s([2], [0, 2])]], {keepdims: 1}),
    ...each([op], [[normal(2, 3, 4), int64s([1], [-1])]], {keepdims: 0}),
    ...each([op], [[normal(2, 2, 3, 1, 2), int64s([3], [3, 0, 1])]], {keepdims: 0}),
    ...each([op], [[normal(5), int64s([1], [0])]], {keepdims: 0}),
    ...each([op], [[floats([3, 2], [nan, 1, 2, nan, 3, infinity]), int64s([1], [1])]], {keepdims: 0}),
    ...each([op], [[floats([2], [-infinity, -infinity]), int64s([1], [0])]], {keepdims: 1}),
  ]),
  'sums of whole numbers and of nothing': [
    ...each(['ReduceSum', 'ReduceMax'], [[whole(3, 4), int64s([1], [0])]], {keepdims: 1}),
    ...each(['ReduceSum'], [[normal(0, 3), int64s([1], [0])]], {keepdims: 0}),
  ],
  'the largest is found, the first of equals': [
    ...each(['ArgMax'], [[floats([2, 3], [1, 5, 5, 2, 2, 2])]], {axis: 1, keepdims: 0}),
    ...each(['ArgMax'], [[normal(2, 3, 4)], [whole(2, 3, 4)]], {axis: -2, keepdims: 1}),
    ...each(['ArgMax'], [[normal(2, 3, 1, 4, 2)]], {axis: 3, keepdims: 0}),
  ],
  'softmax holds at any magnitude': each(
    ['Softmax', 'LogSoftmax'],
    [
      [floats([3, 3], [1e4, -1e4, 0, 1e30, 0, -1e30, -1e4, -1e4, -1e4])],
      [floats([2, 2], [-infinity, 0, nan, 1])],
      [normal(2, 3, 1, 2, 5)],
      [normal(7)],
      [normal(0, 3)],
    ],
    {axis: -1},
  ),
  'matrices multiply, their leading axes broadcast': each(
    ['MatMul'],
    [
      [normal(2, 3), normal(4, 3, 5)],
      [normal(4, 2, 3), normal(3, 5)],
      [normal(4, 2, 3), normal(1, 3, 5)],
      [normal(4, 2, 3), normal(4, 3, 5)],
      [normal(2, 1, 2, 3), normal(1, 3, 3, 2)],
      [normal(3, 2, 3), normal(2, 1, 3, 2)],
      [normal(2, 1, 2, 2, 3), normal(3, 1, 3, 2)],
      [normal(0, 3), normal(3, 2)],
      [normal(64, 100), normal(100, 30)],
    ],
  ),
  'rows are gathered': each(
    ['Gather'],
    [
      [normal(5, 3), codes(5, 2, 4)],
      [normal(5, 2, 2), codes(5, 3)],
      [normal(5), codes(5)],
      [normal(5, 3), tensor('int32', [3], Int32Array.of(-1, 0, -5))],
      [normal(5, 3), int64s([2, 1], [4, -4])],
      [whole(5, 3), codes(5, 6)],
      [flags(5, 3), codes(5, 6)],
      [normal(5, 3), codes(5, 0)],
    ],
    {axis: 0},
  ),
  'rows are gathered along any axis': each(
    ['Gather'],
    [
      [normal(2, 5, 3), codes(5, 2, 4)],
      [normal(2, 5, 1, 2), tensor('int32', [3], Int32Array.of(-1, 0, -5))],
    ],
    {axis: 1},
  ),
  'scattered rows add up along any axis': each(
    ['ScatterElements'],
    [
      [normal(4, 10, 3), codes(10, 4, 50, 3), normal(4, 50, 3)],
      [normal(2, 3, 2, 2), codes(3, 2, 9, 2, 2), normal(2, 9, 2, 2)],
    ],
    {axis: 1, reduction: 'add'},
  ),
  'scattered rows add up': each(
    ['ScatterElements'],
    [
      [normal(100, 20), codes(100, 4096, 20), normal(4096, 20)],
      [normal(3, 2), tensor('int32', [4, 2], Int32Array.of(0, 0, 0, 0, 2, 2, 0, 1)), normal(4, 2)],
      [normal(3, 1), codes(3, 9, 1), normal(9, 1)],
    ],
    {axis: 0, reduction: 'add'},
  ),
  'axes are permuted': [
    ...each(['Transpose'], [[normal(2, 3, 4, 1, 5)], [whole(2, 3, 4, 1, 5)]], {perm: [3, 1, 4, 0, 2]}),
    ...each(['Transpose'], [[normal(2, 3, 4, 2)]], {perm: [0, 1, 3, 2]}),
    ...each(['Transpose'], [[flags(2, 3)], [normal(2, 0)]], {perm: [1, 0]}),
    ...each(['Transpose'], [[normal(3)]], {perm: [0]}),
  ],
  'pieces are joined and cut': [
    ...each(['Concat'], [[normal(2, 1, 3, 2), normal(2, 1, 1, 2), normal(2, 1, 2, 2)]], {axis: -2}),
    ...each(['Concat'], [[normal(3)], [whole(2), whole(1)], [flags(2), flags(3)], [normal(0), normal(2)]], {
      axis: 0,
    }),
    ...each(
      ['Split'],
      [
        [normal(6, 2), int64s([3], [1, 0, 5])],
        [whole(6), int64s([1], [6])],
      ],
      {axis: 0},
    ),
    ...each(['Split'], [[normal(2, 1, 2, 3, 5), int64s([2], [2, 3])]], {axis: -1}),
    ...each(
      ['Slice'],
      [
        [normal(4, 5), int64s([2], [1, 2]), int64s([2], [3, 1000]), int64s([2], [0, 1])],
        [normal(2, 3, 2, 2, 4), int64s([1], [1]), int64s([1], [3]), int64s([1], [4])],
        [whole(4), int64s([1], [4]), int64s([1], [4]), int64s([1], [0])],
      ],
    ),
  ],
  'shapes change': [
    ...each(
      ['Reshape'],
      [
        [normal(2, 3, 4), int64s([3], [0, -1, 2])],
        [normal(1), int64s([0], [])],
        [normal(), int64s([2], [1, 1])],
        [flags(4), int64s([5], [1, 2, 1, -1, 1])],
        [normal(0, 4), int64s([3], [-1, 2, 2])],
      ],
    ),
    ...each(
      ['Expand'],
      [
        [normal(3, 1), int64s([3], [2, 1, 4])],
        [normal(2, 3), int64s([1], [1])],
        [whole(1, 2, 1, 1, 1), int64s([5], [2, 1, 2, 3, 2])],
        [flags(1), int64s([2], [2, 2])],
        [normal(), int64s([1], [3])],
        [normal(0, 1), int64s([2], [1, 3])],
        [normal(1, 3), int64s([2], [0, 1])],
      ],
    ),
    ...each(['Identity'], [[normal(2, 2)], [flags()]]),
  ],
  'types change': ['float', 'double', 'int32', 'int64', 'bool'].flatMap((to) =>
    each(
      ['Cast'],
      [[floats([6], [0, 0.5, -0.5, 1.75, -2.5, 1e6])], [whole(2, 3)], [flags(4)], [int64s([2], [5, -5])]],
      {to},
    ),
  ),
};

describe.each(await openHere(tensorflow))('on %s', (device) => {
  it.each(Object.entries(groups))('%s', async (_what, cases) => {
    for (const one of cases) await compare(one, device);
  });

  it('a number that is not one is true', async () => {
    await compare({op: 'Cast', inputs: [floats([3], [nan, infinity, 0])], attributes: {to: 'bool'}}, device);
  });

  it('rows at the end of a larger buffer are read from where they begin', async () => {
    const buffer = Float32Array.from({length: 10}, (_, at) => at);
    const inputs = [tensor('float', [2, 2], buffer.subarray(6))];
    await compare({op: 'Neg', inputs}, device);
  });
});

/** The devices that the packages installed here bring. */
async function openHere(engine: Engine): Promise<string[]> {
  const found: string[] = [];
  for (const device of Object.keys(engine.devices))
    try {
      await (await engine.open(new Graph(), {device})).close();
      found.push(device);
    } catch (error) {
      expect(error).toMatchObject({code: 'DEVICE_MISSING'});
    }
  return found;
}

async function compare({op, inputs, attributes}: Case, device: string): Promise<void> {
  const graph = new Graph();
  const feeds: Tensors = {};
  const values = inputs.map((input, at) => {
    if (input.type === 'int64') return graph.constant(input);
    feeds[`x${at}`] = input;
    return graph.input(`x${at}`, input.type, input.shape);
  });
  graph.emitAll(op, values, attributes).forEach((value, at) => graph.output(`y${at}`, value));
  const session = await tensorflow.open(graph, {device});
  const actual = await session.run(feeds);
  await session.close();
  for (const [name, expected] of evaluate(graph, feeds)) {
    const what = `${op} of ${inputs.map(({type, shape}) => `${type} [${shape}]`).join(' and ')}`;
    const {type, shape, data} = actual[name]!;
    expect([type, [...shape]], what).toEqual([expected.type, [...expected.shape]]);
    Array.from(data as ArrayLike<number | bigint>, Number).forEach((value, at) => {
      const exact = expected.data[at] as number;
      const wanted = type === 'float' ? Math.fround(exact) : exact;
      const equal = value === wanted || Object.is(value, wanted);
      const near = type === 'float' && Math.abs(value - wanted) <= 1e-5 * Math.max(1, Math.abs(wanted));
      if (!equal && !near) expect(value, `${what}, element ${at}`).toBe(wanted);
    });
  }
}
