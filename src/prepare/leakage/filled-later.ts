import {inline} from '../../base/inline.js';
import type {GlanceRows} from '../glance.js';
import {percent} from '../percent.js';
import type {Leak, LeakCheck, LeakColumn} from './leak-check.js';

/** A column is empty, missing or 0, in at least this share of the rows … */
const mostlyEmpty = 0.7;
/** … and filled in so many of those that are looked at … */
const leastFilled = 30;
/** … most of which are of one class, whose odds are so many times what they are elsewhere. */
const leastShare = 0.5;
const leastOdds = 10;

/**
 * Columns that are mostly empty and filled where the target is one class, such as the cost of a damage: they look as if they
 * were filled in when the target was known already.
 */
export const filledLater: LeakCheck = {
  summary: 'Mostly empty, and filled where the target is one class.',
  advice:
    'Is it known only when the target is? Then it gives the answer away, and no model can have it where it counts.',
  find: async ({features, glance, target}) =>
    features.flatMap((column, at) => {
      const found = filledFor(glance.train, at, glance.labels.length);
      return found ? [leakOf(column, target, glance.labels[found.label]!, found)] : [];
    }),
  example: {
    planted: {
      columns: {
        cost: 'CASE WHEN i % 9 = 0 AND i % 4 > 0 THEN i ELSE 0 END',
        boat: "CASE WHEN i % 9 = 0 AND i % 4 > 1 THEN 'b' || (i % 5) END",
        other: 'i % 7',
      },
      target: "CASE WHEN i % 9 = 0 OR i % 50 = 7 THEN 'yes' ELSE 'no' END",
    },
    clean: {
      columns: {gain: 'CASE WHEN i % 11 = 0 THEN i ELSE 0 END', other: 'i % 7'},
      target: "CASE WHEN i % 2 = 0 OR i % 11 = 0 AND i % 3 > 0 THEN 'yes' ELSE 'no' END",
    },
    found: ['cost', 'boat'],
  },
};

interface Filled {
  label: number;
  empty: number;
  /** The share of the class among rows that are filled, and among the others. */
  share: number;
  elsewhere: number;
  odds: number;
}

function filledFor({columns, target, length}: GlanceRows, at: number, classes: number): Filled | undefined {
  const filled = new Float64Array(classes);
  const all = new Float64Array(classes);
  let count = 0;
  columns[at]!.forEach((value, row) => {
    if (classes > 0) all[target[row]!]! += 1;
    if (Number.isNaN(value) || value === 0) return;
    count += 1;
    if (classes > 0) filled[target[row]!]! += 1;
  });
  const empty = 1 - count / length;
  if (classes === 0 || count < leastFilled || empty < mostlyEmpty) return undefined;
  const label = filled.indexOf(Math.max(...filled));
  const share = filled[label]! / count;
  const elsewhere = (all[label]! - filled[label]!) / (length - count);
  // Half a row on each side keeps nothing from being divided by.
  const odds =
    (filled[label]! + 0.5) /
    (count - filled[label]! + 0.5) /
    ((all[label]! - filled[label]! + 0.5) / (length - count - all[label]! + filled[label]! + 0.5));
  return share >= leastShare && odds >= leastOdds ? {label, empty, share, elsewhere, odds} : undefined;
}

function leakOf({profile: {name}}: LeakColumn, target: string, label: string, found: Filled): Leak {
  const {empty, share, elsewhere, odds} = found;
  const message =
    `\`${inline(name)}\` is empty or 0 in ${percent(empty)} of the rows; where it is not, ${percent(share)} are \`${inline(label)}\` of ` +
    `\`${inline(target)}\`, elsewhere ${percent(elsewhere)}.`;
  return {
    columns: [name],
    evidence: {empty, label, share, elsewhere, odds: Math.round(odds)},
    message,
    remedy: {drop: [name]},
  };
}
