import {describe, expect, it} from 'vitest';
import {floats} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {Graph} from '../../src/graph/graph.js';
import {clipByGlobalNorm} from '../../src/train/clip.js';

describe('clipping by the global norm', () => {
  it.each([
    // ‖(3, 0, 4)‖ = 5
    ['brings a longer gradient to the limit', [3, 0], 4, 2.5, [1.5, 0, 2]],
    ['leaves a shorter one', [3, 0], 4, 6, [3, 0, 4]],
    ['leaves none at all', [0, 0], 0, 1, [0, 0, 0]],
    ['shows one whose norm float32 cannot hold', [1e30, 0], 1, 1, [Number.NaN, Number.NaN, Number.NaN]],
    ['shows one that is not a number', [Number.NaN, 0], 1, 1, [Number.NaN, Number.NaN, Number.NaN]],
  ])('%s', async (_what, first, second, limit, expected) => {
    const graph = new Graph();
    const gradients = [graph.input('first', 'float', [1, 2]), graph.input('second', 'float', [])];
    clipByGlobalNorm(graph, gradients, graph.input('limit', 'float', [])).forEach((value, at) => {
      graph.output(`clipped ${at}`, value);
    });
    const session = await onnxruntime.open(graph);
    const outputs = await session.run({
      first: floats([1, 2], first),
      second: floats([], [second]),
      limit: floats([], [limit]),
    });
    await session.close();
    const clipped = [0, 1].flatMap((at) => [...(outputs[`clipped ${at}`]!.data as Float32Array)]);
    expect(clipped).toEqual(expected);
  });
});
