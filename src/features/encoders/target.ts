import type {TargetPart} from '../../data/code-sums.js';
import type {Encoder} from './encoder.js';

/**
 * scikit-learn's TargetEncoder with `smooth='auto'`: the mean of the target where the value is, drawn to the mean of all rows the
 * more, the fewer rows say it and the less they agree. D. Micci-Barreca, A preprocessing scheme for high-cardinality
 * categorical attributes in classification and prediction problems, SIGKDD Explorations 3, 2001.
 */
export const target: Encoder = {
  summary:
    'The mean of the target where the value is, of the other rows of training; one for each of several classes.',
  ofTarget: true,
  ofRare: false,
  fit: ({rows, targets}) =>
    targets.map((part) => ({
      name: part.label === undefined ? 'target' : `target ${part.label}`,
      numbers: smoothed(rows, part).map(Math.fround),
    })),
  example: {
    facts: {
      raw: 'string',
      values: ['a', 'b'],
      rows: [1, 0, 4, 3],
      targets: [{centre: 10, sums: [-2, 0, 6, 9], squares: [4, 0, 14, 29]}],
    },
    tables: [{name: 'target', numbers: [8, 11.625, 11.51101322, 12.91160221]}],
  },
};

function smoothed(rows: readonly number[], {centre, sums, squares}: TargetPart): number[] {
  const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const all = Math.max(1, total(rows));
  const mean = total(sums) / all;
  const variance = Math.max(0, total(squares) / all - mean ** 2);
  return rows.map((count, code) => {
    if (count === 0) return centre + mean;
    const own = sums[code]! / count;
    const spread = Math.max(0, squares[code]! / count - own ** 2);
    const weight = variance === 0 && spread === 0 ? 0 : (variance * count) / (variance * count + spread);
    return centre + weight * own + (1 - weight) * mean;
  });
}
