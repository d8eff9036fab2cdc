import {expect, it} from 'vitest';
import {tensor} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {Graph} from '../../src/graph/graph.js';

const [rows, width, picked] = [1000, 20, 20_000];

/** Adds a row of ones for each of many picked rows: every sum is a count. */
function counts(): Graph {
  const graph = new Graph();
  const shapes = [
    [rows, width],
    [picked, width],
  ] as const;
  const [table, ones] = shapes.map((shape, at) => graph.input(`x${at}`, 'float', shape));
  const places = graph.input('places', 'int64', [picked, 1]);
  graph.output('sums', graph.emit('ScatterND', [table!, places, ones!], {reduction: 'add'}));
  return graph;
}

it('adds repeated rows right with two threads, where ScatterND would lose some', async () => {
  const session = await onnxruntime.open(counts(), {threads: 2});
  const feeds = {
    x0: tensor('float', [rows, width], new Float32Array(rows * width)),
    x1: tensor('float', [picked, width], new Float32Array(picked * width).fill(1)),
    places: tensor(
      'int64',
      [picked, 1],
      BigInt64Array.from({length: picked}, (_, at) => BigInt(at % 7)),
    ),
  };
  for (let run = 0; run < 5; run += 1) {
    const {sums} = await session.run(feeds);
    const column = Array.from({length: 7}, (_, row) => Number(sums!.data[row * width]));
    expect(column).toEqual([2858, 2857, 2857, 2857, 2857, 2857, 2857]);
  }
  await session.close();
});
