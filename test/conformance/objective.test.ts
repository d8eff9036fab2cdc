import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {objectives} from '../../src/trees/objectives/registry.js';

const rows = 200;

describe.each(Object.keys(objectives))('%s', (name) => {
  const objective = objectives[name]!;
  const outputs = objective.link === 'softmax' ? 3 : 1;
  const options = objective.options.parse({}) as Record<string, number>;
  const random = randomStream(5, name);
  const target = Float64Array.from({length: rows}, () =>
    objective.task === 'classification' ? random.integer(Math.max(2, outputs)) : random.integer(6),
  );
  const weights = Float32Array.from({length: rows}, () => 0.5 + random.integer(4));
  const scores = Array.from({length: outputs}, () =>
    Float64Array.from({length: rows}, () => random.normal()),
  );
  const [gradients, hessians] = [0, 1].map(() => scores.map(() => new Float32Array(rows))) as [
    Float32Array[],
    Float32Array[],
  ];
  const room = scores.map(() => new Float64Array(64));
  const exp = (values: Float64Array) => values.set(values.map(Math.exp));
  objective.derive({scores, target, weights, options, room, exp}, gradients, hessians);
  const lossAt = (row: number, output: number, by: number) =>
    objective.loss(
      scores.map((own, at) => own[row]! + (at === output ? by : 0)),
      target[row]!,
      options,
    );

  it('has the first derivatives that finite differences of its loss give', () => {
    const step = 1e-5;
    for (let row = 0; row < rows; row += 1)
      for (let output = 0; output < outputs; output += 1) {
        const slope = (lossAt(row, output, step) - lossAt(row, output, -step)) / (2 * step);
        expect(gradients[output]![row]! / weights[row]!).toBeCloseTo(slope, 4);
      }
  });

  it('has second derivatives above 0', () => {
    for (const own of hessians) for (const hessian of own) expect(hessian).toBeGreaterThan(0);
  });

  it('begins with the constant that is best, or the class shares', () => {
    const start = objective.start({target, weights, options, outputs});
    const lossOf = (put: readonly number[]) =>
      target.reduce((sum, own, row) => sum + weights[row]! * objective.loss(put, own, options), 0);
    if (objective.link === 'softmax')
      expect(start.map(Math.exp).reduce((sum, own) => sum + own)).toBeCloseTo(1);
    // Huber's begins with the mean, which is not quite the best.
    const slack = name === 'huber' ? 0.05 : 1e-9;
    for (const by of [-0.1, 0.1])
      for (let output = 0; output < outputs; output += 1) {
        const other = start.map((own, at) => own + (at === output ? by : 0));
        expect(lossOf(other)).toBeGreaterThanOrEqual(lossOf(start) * (1 - slack));
      }
  });
});
