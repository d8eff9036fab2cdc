import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats, tensor} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {Graph} from '../../src/graph/graph.js';
import type {Loss} from '../../src/nn/losses/loss.js';
import {losses} from '../../src/nn/losses/registry.js';

describe.each(Object.entries(losses))('%s', (_name, loss) => {
  const rows = loss.example.targets.length;

  it('has the values of its example', async () => {
    const found = await run(loss, loss.example.logits);
    expect(found.length).toBe(rows);
    loss.example.values.forEach((value, row) => expect(found[row]).toBeCloseTo(value, 5));
  });

  it('is not negative', async () => {
    const random = randomStream(1, 'logits');
    const values = await run(
      loss,
      Array.from({length: rows * loss.example.outputs}, () => random.normal()),
    );
    for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
  });

  it('is finite at outputs of any size that its square can hold', async () => {
    const extremes = Array.from({length: rows * loss.example.outputs}, (_, i) => (i % 2 ? 1e15 : -1e15));
    for (const value of await run(loss, extremes)) expect(Number.isFinite(value)).toBe(true);
  });
});

async function run({build, target, example}: Loss, logits: number[]): Promise<Float32Array> {
  const rows = example.targets.length;
  const graph = new Graph();
  const inputs = {
    logits: graph.input('logits', 'float', [rows, example.outputs]),
    target: graph.input('target', target, [rows]),
  };
  graph.output('loss', build({builder: graph, ...inputs}));
  const session = await onnxruntime.open(graph);
  const outputs = await session.run({
    logits: floats([rows, example.outputs], logits),
    target:
      target === 'int32'
        ? tensor('int32', [rows], Int32Array.from(example.targets))
        : floats([rows], example.targets),
  });
  await session.close();
  return outputs.loss!.data as Float32Array;
}
