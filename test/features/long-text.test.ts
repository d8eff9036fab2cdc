import {expect, it} from 'vitest';
import {openModel} from '../../src/engines/onnxruntime.js';
import {sentence} from '../../src/features/types/sentence.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';

it('needs no memory for each row as if it were as long as the longest', async () => {
  const graph = new Graph();
  const fitted = {words: [{word: 'cat', forms: ['cat']}]};
  const column = {name: 'note', raw: 'string' as const, fitted};
  const raw = graph.input('note', 'string', ['N']);
  const [total, cats] = sentence.graph(graph, raw, column);
  graph.output('total', total!);
  graph.output('cats', cats!);
  const session = await openModel(encodeModel(graph));
  const data = Array.from({length: 500}, (_, i) => (i === 7 ? 'cat '.repeat(200_000) : 'a cat'));
  const before = process.resourceUsage().maxRSS;
  const counts = await session.run({note: {type: 'string', shape: [500], data}});
  expect(Array.from(counts.total!.data as Float32Array).slice(6, 9)).toEqual([2, 1000, 2]);
  expect(Array.from(counts.cats!.data as Float32Array).slice(6, 9)).toEqual([1, 1000, 1]);
  expect((process.resourceUsage().maxRSS - before) / 1024, 'MB').toBeLessThan(300);
  await session.close();
});
