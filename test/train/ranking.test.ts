import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {averagePrecision} from '../../src/train/metrics/average-precision.js';
import {rocAuc} from '../../src/train/metrics/roc-auc.js';
import {rankingOf} from '../../src/train/ranking.js';

const seed = Number(process.env.ADL_TEST_SEED ?? 1);

/** Slow and obvious: every threshold counts every row. */
function obvious(target: Float64Array, predictions: Float32Array) {
  const scores = [...target.keys()].map((row) => predictions[row * 2 + 1]!);
  const distinct = [...new Set(scores.map((score) => score + 0))].toSorted((a, b) => b - a);
  return distinct.map((least) => {
    const above = [...target.keys()].filter((row) => scores[row]! >= least);
    const positives = above.filter((row) => target[row] === 1).length;
    return [positives, above.length - positives];
  });
}

it.each(Array.from({length: 60}, (_, at) => at))(
  `counts as the obvious way does, case %i of seed ${seed}`,
  (at) => {
    const random = randomStream(seed, 'ranking', at);
    const rows = 1 + random.integer(40);
    const target = Float64Array.from({length: rows}, () => random.integer(2));
    const draw = [
      () => random.uniform(),
      () => random.integer(4) / 3,
      () => random.normal(),
      () => [0, -0, 1, -1, 1e-45, -1e-45][random.integer(6)]!,
    ][at % 4]!;
    const predictions = Float32Array.from({length: rows * 2}, draw);
    const {length, truePositives, falsePositives} = rankingOf({target, predictions});
    const counts = Array.from({length}, (_, step) => [truePositives[step]!, falsePositives[step]!]);
    expect(counts).toEqual(obvious(target, predictions));
  },
);

it('ranks the same predictions against another target anew', () => {
  const predictions = Float32Array.from([0.9, 0.1, 0.2, 0.8]);
  const score = (target: number[]) =>
    rocAuc.compute({target: Float64Array.from(target), predictions, classes: 2});
  expect([score([0, 1]), score([1, 0])]).toEqual([1, 0]);
});

it('has a value where a class is absent, or every row', () => {
  const none = {target: new Float64Array(), predictions: new Float32Array(), classes: 2};
  expect([rocAuc.compute(none), averagePrecision.compute(none)]).toEqual([0.5, 0]);
});
