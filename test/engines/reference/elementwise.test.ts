import {expect, it} from 'vitest';
import {int64s, type Tensor, tensor} from '../../../src/base/tensor.js';
import {engines} from '../../../src/engines/registry.js';
import {Graph} from '../../../src/graph/graph.js';

const dividends = [7, -7, 6, -1, 0, 2_147_483_647];
const divisors = [2, 2, -4, 3, -5, -1];
const quotients = [3, -3, -1, 0, 0, -2_147_483_647];

it.each<[string, Tensor, Tensor]>([
  [
    'int32',
    tensor('int32', [6], Int32Array.from(dividends)),
    tensor('int32', [6], Int32Array.from(divisors)),
  ],
  ['int64', int64s([6], dividends), int64s([6], divisors)],
])('divides whole numbers toward zero: %s', async (_type, a, b) => {
  for (const name of ['reference', 'onnxruntime']) {
    const graph = new Graph();
    const [left, right] = [graph.input('a', a.type, a.shape), graph.input('b', b.type, b.shape)];
    graph.output('c', graph.emit('Div', [left, right]));
    const session = await (await engines[name]!()).open(graph);
    const {c} = await session.run({a, b});
    expect(
      Array.from(c!.data as ArrayLike<number | bigint>, (value) => Number(value) + 0),
      name,
    ).toEqual(quotients);
    await session.close();
  }
});
