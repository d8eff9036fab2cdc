import {inline} from '../../base/inline.js';
import {aloneClasses, aloneNumbers} from '../alone.js';
import type {Leak, LeakCheck, LeakColumn} from './leak-check.js';

/**
 * From here on a column is suspected to be the answer in other words. Columns that are rightly so good are rare, and a person
 * will know them.
 */
const suspicious = 0.99;
/** Of fewer validation rows a score says little. */
const leastHeld = 30;

/** Columns that predict the target by themselves: fitted on training rows, scored on validation rows. */
export const tellingColumns: LeakCheck = {
  summary: 'A column that alone predicts the target.',
  advice:
    'Is it the answer in other words, or known only afterwards? Then no model can have it where it counts.',
  find: async ({features, glance, task, target}) => {
    if (glance.held.length < leastHeld) return [];
    const isClasses = task === 'classification';
    return features.flatMap((column, at) => {
      const isQuantity = column.profile.raw === 'number';
      const score = isClasses ? aloneClasses(glance, at, isQuantity) : aloneNumbers(glance, at, isQuantity);
      return score >= suspicious ? [leakOf(column, target, isClasses ? 'ROC AUC' : 'R²', score)] : [];
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

function leakOf({profile: {name}}: LeakColumn, target: string, measure: string, score: number): Leak {
  const shown = score > 0.9995 ? '1.000' : score.toFixed(3);
  return {
    columns: [name],
    evidence: {measure, score},
    message: `\`${inline(name)}\` alone predicts \`${inline(target)}\`: ${measure} ${shown} on validation rows, of 1 at most.`,
    remedy: {drop: [name]},
  };
}
