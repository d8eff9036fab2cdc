import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats, type Tensor, tensor} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {reference} from '../../src/engines/reference/reference.js';
import {gradient} from '../../src/graph/gradient.js';
import {Graph} from '../../src/graph/graph.js';
import type {LossExample} from '../../src/nn/losses/loss.js';
import {losses, lossName, lossRule} from '../../src/nn/losses/registry.js';
import {numericSlope, outputOf, weightedSum} from '../helpers/finite-differences.js';

const largest = 3e38;

describe.each(Object.entries(losses))('%s', (name, loss) => {
  it('has an example of each of its forms', () => {
    const shown = loss.examples.map(({options}) => lossName({name, options: options ?? {}}));
    const forms = Object.keys(loss.forms ?? {}).map((form) => `${name}/${form}`);
    expect(new Set(shown)).toEqual(new Set([name, ...forms]));
  });

  it('refuses an option that it does not have', () => {
    expect(loss.options.safeParse({unheardOf: 1}).success).toBe(false);
  });

  describe.each(loss.examples)('of %o', (example) => {
    const draw = (scale: number) => {
      const random = randomStream(1, 'logits');
      return example.logits.map(() => scale * random.normal());
    };

    it('has the values of its example', async () => {
      const {loss: found} = await run(name, example, example.logits);
      expect(found!.length).toBe(example.values.length);
      example.values.forEach((value, row) => expect(found![row]).toBeCloseTo(value, 5));
    });

    it('is not negative', async () => {
      for (const value of (await run(name, example, draw(3))).loss!) expect(value).toBeGreaterThanOrEqual(0);
    });

    it('has the gradient that finite differences give', () => {
      const {graph, feeds} = built(name, example, draw(1), true);
      outputOf(graph, feeds, 'slope').forEach((slope, at) => {
        expect(slope).toBeCloseTo(numericSlope(graph, feeds, 'logits', at), 5);
      });
    });

    it.each([1e4, 1e15, largest])('is finite, and so is its gradient, at outputs of ±%s', async (size) => {
      // Its square cannot be held.
      if (name === 'mean-squared-error' && size === largest) return;
      for (const sign of [1, -1]) {
        const logits = example.logits.map((_, i) => (i % 2 ? size : -size) * sign);
        for (const engine of [onnxruntime, reference]) {
          const found = await run(name, example, logits, engine);
          for (const value of [...found.loss!, ...found.slope!]) expect(Number.isFinite(value)).toBe(true);
        }
      }
    });

    it('is not a number where an output is not', async () => {
      const {loss: found} = await run(
        name,
        example,
        example.logits.map(() => Number.NaN),
      );
      for (const value of found!) expect(value).toBeNaN();
    });
  });
});

async function run(name: string, example: LossExample<unknown>, logits: number[], engine = onnxruntime) {
  const {graph, feeds} = built(name, example, logits, false);
  const session = await engine.open(graph);
  const outputs = await session.run(feeds);
  await session.close();
  return Object.fromEntries(Object.entries(outputs).map(([key, {data}]) => [key, data as Float32Array]));
}

/** `loss` of the rows, or one weighted sum of it, and the `slope` of the sum by the logits. */
function built(name: string, example: LossExample<unknown>, data: number[], summed: boolean) {
  const {loss, rule} = lossRule(lossName({name, options: {...example.options}}));
  const options = loss.options.parse(example.options ?? {});
  const rows = example.values.length;
  const graph = new Graph();
  const shape = loss.target === 'distributions' ? [rows, example.outputs] : [rows];
  const logits = graph.input('logits', 'float', [rows, example.outputs]);
  const scalars = rule.at(options, example.outputs).map((value) => graph.scalar(value));
  const target = graph.input('target', loss.target === 'codes' ? 'int32' : 'float', shape);
  const value = rule.build({builder: graph, logits, target, scalars});
  const sum = weightedSum(graph, value);
  const [slope] = gradient(graph, sum, [logits]);
  graph.output('loss', summed ? sum : value);
  graph.output('slope', slope!);
  const feeds: Record<string, Tensor> = {
    logits: floats([rows, example.outputs], data),
    target:
      loss.target === 'codes'
        ? tensor('int32', [rows], Int32Array.from(example.targets))
        : floats(shape, example.targets),
  };
  return {graph, feeds};
}
