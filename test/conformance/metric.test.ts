import {describe, expect, it} from 'vitest';
import type {Task} from '../../src/models/model.js';
import {metrics} from '../../src/train/metrics/registry.js';

const tasks: Task[] = [
  {kind: 'classification', labels: ['no', 'yes']},
  {kind: 'classification', labels: ['a', 'b', 'c']},
  {kind: 'regression', mean: 0, scale: 1},
];

describe.each(Object.entries(metrics))('%s', (_name, metric) => {
  const {target, predictions, classes, value} = metric.example;
  const scored = {target: Float64Array.from(target), predictions: Float32Array.from(predictions), classes};

  it('gives what scikit-learn gives for its example', () => {
    expect(metric.compute(scored)).toBeCloseTo(value, 6);
  });

  it('does not depend on the order of the rows', () => {
    const reversed = {
      target: scored.target.toReversed(),
      predictions: Float32Array.from(
        target.toReversed().flatMap((_, i) => {
          const row = target.length - 1 - i;
          return predictions.slice(row * classes, (row + 1) * classes);
        }),
      ),
      classes,
    };
    expect(metric.compute(reversed)).toBeCloseTo(metric.compute(scored), 12);
  });

  it('is best for a perfect prediction', () => {
    const perfect = Float32Array.from(
      classes === 1
        ? target
        : target.flatMap((code) => Array.from({length: classes}, (_, k) => Number(k === code))),
    );
    const best = metric.compute({...scored, predictions: perfect});
    if (metric.direction === 'maximize') expect(best).toBeGreaterThanOrEqual(metric.compute(scored));
    else expect(best).toBeLessThanOrEqual(metric.compute(scored));
  });

  it('fits some task and says why it does not fit the others', () => {
    const reasons = tasks.map((task) => metric.unfit(task));
    expect(reasons).toContain(undefined);
    for (const reason of reasons)
      if (reason !== undefined) expect(reason).toMatch(/^it needs .+, and the target .+/);
  });
});
