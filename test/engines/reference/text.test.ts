import {expect, it} from 'vitest';
import {strings} from '../../../src/base/tensor.js';
import {openModel} from '../../../src/engines/onnxruntime.js';
import {evaluate} from '../../../src/engines/reference/reference.js';
import {Graph} from '../../../src/graph/graph.js';
import {encodeModel} from '../../../src/graph/onnx/encode.js';

it.each([1, 2, 3, 9])(
  'divides text at runs of spaces, %i times at most, as ONNX Runtime does',
  async (maxsplit) => {
    const texts = ['a b c d e', '  a   b  c  d  e  ', 'a', '', ' ', 'a b c d ', 'a b c '];
    const graph = new Graph();
    const [pieces, counts] = graph.emitAll('StringSplit', [graph.input('x', 'string', ['N'])], {
      delimiter: '',
      maxsplit,
    });
    graph.output('pieces', pieces!);
    graph.output('counts', counts!);
    const feeds = {x: strings([texts.length], texts)};
    const session = await openModel(encodeModel(graph));
    const [actual, expected] = [await session.run(feeds), evaluate(graph, feeds)];
    for (const name of ['pieces', 'counts'])
      expect(Array.from(actual[name]!.data as ArrayLike<unknown>, String), name).toEqual(
        Array.from(expected.get(name)!.data as ArrayLike<unknown>, String),
      );
    await session.close();
  },
);
