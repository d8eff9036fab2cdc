import {expect, it} from 'vitest';
import {isOutOfMemory} from '../../src/base/out-of-memory.js';
import {floats} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {Graph} from '../../src/graph/graph.js';

async function thrownBy(work: () => unknown): Promise<Error> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}

it.each<[string, () => unknown]>([
  ['an array of 16 TiB', () => new Float32Array(2 ** 42)],
  ['a buffer of 8 PiB', () => new ArrayBuffer(2 ** 53 - 1)],
  ['a tensor of 4 TiB in ONNX Runtime', wide],
])('knows that memory does not do for %s', async (_what, work) => {
  expect(isOutOfMemory(await thrownBy(work))).toBe(true);
});

it('takes no other error for that', async () => {
  for (const work of [() => JSON.parse('[1'), () => new Float32Array(-4), () => new Array(-1)])
    expect(isOutOfMemory(await thrownBy(work))).toBe(false);
});

async function wide() {
  const graph = new Graph();
  const x = graph.input('x', 'float', [1, 1]);
  graph.output('y', graph.emit('Expand', [x, graph.integers([2 ** 20, 2 ** 20])]));
  const session = await onnxruntime.open(graph);
  return session.run({x: floats([1, 1], [1])});
}
