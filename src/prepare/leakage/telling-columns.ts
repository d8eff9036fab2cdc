import {inline} from '../../base/inline.js';
import {aloneClasses, aloneNumbers} from '../alone.js';
import type {Glance} from '../glance.js';
import type {Leak, LeakCheck, LeakColumn} from './leak-check.js';

/**
 * From here on a column is suspected to be the answer in other words. Columns that are rightly so good are rare, and a person
 * will know them.
 */
const suspicious = 0.99;
/** Between halves of the training rows, with fewer rows to learn from. */
const suspiciousWithin = 0.97;
/** Of fewer validation rows a score says little. */
const leastHeld = 30;

/**
 * Columns that predict the target by themselves: fitted on training rows, scored on validation rows. Validation rows of few
 * groups may not have all classes: there, a column has to be as good between two halves of the training rows.
 */
export const tellingColumns: LeakCheck = {
  summary: 'A column that alone predicts the target.',
  advice:
    'Is it the answer in other words, or known only afterwards? Then no model can have it where it counts.',
  find: async ({features, glance, task, target, isRandom}) => {
    if (glance.held.length < leastHeld) return [];
    const within = halves(glance);
    const isClasses = task === 'classification';
    return features.flatMap((column, at) => {
      const isQuantity = column.profile.raw === 'number';
      const alone = isClasses ? aloneClasses : aloneNumbers;
      const score = alone(glance, at, isQuantity);
      const isSure = score >= suspicious && (isRandom || alone(within, at, isQuantity) >= suspiciousWithin);
      return isSure ? [leakOf(column, target, isClasses ? 'ROC AUC' : 'R²', score)] : [];
    });
  },
  example: {
    planted: {
      columns: {
        outcome: "CASE WHEN hash(i) % 3 = 0 THEN 'lost' WHEN hash(i) % 3 = 1 THEN 'won' ELSE 'won well' END",
        score: '(hash(i) % 3) * 100 + hash(i, 1) % 50 + 0.5',
        other: 'hash(i, 2) % 100',
      },
      target: "CASE WHEN hash(i) % 3 = 0 THEN 'no' ELSE 'yes' END",
    },
    clean: {
      columns: {hint: 'hash(i) % 10 + 3 * (hash(i, 1) % 10)', other: 'hash(i, 2) % 100', id: "'r' || i"},
      target: "CASE WHEN hash(i) % 10 > 4 THEN 'no' ELSE 'yes' END",
    },
    found: ['outcome', 'score'],
  },
};

/** The training rows alone: the first half, and the second held out. */
function halves({train, labels}: Glance): Glance {
  const middle = train.length >> 1;
  const part = (from: number, to: number) => ({
    length: to - from,
    target: train.target.subarray(from, to),
    columns: train.columns.map((column) => column.subarray(from, to)),
  });
  return {train: part(0, middle), held: part(middle, train.length), labels};
}

function leakOf({profile: {name}}: LeakColumn, target: string, measure: string, score: number): Leak {
  const shown = score > 0.9995 ? '1.000' : score.toFixed(3);
  return {
    columns: [name],
    evidence: {measure, score},
    message: `\`${inline(name)}\` alone predicts \`${inline(target)}\`: ${measure} ${shown} on validation rows, of 1 at most.`,
    remedy: {drop: [name]},
  };
}
