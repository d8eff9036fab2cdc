import {inline} from '../../base/inline.js';
import type {ColumnProfile} from '../../data/profile.js';
import {percent} from '../percent.js';
import type {LeakCheck, LeakColumn} from './leak-check.js';

/** So many of the values occur once, more or less. */
const almostAll = 0.95;
const leastRows = 20;
const idName = /(^|[^a-z])(id|key|uuid|guid|number|no|nr|index)$|ID$|Id$/i;

/**
 * Columns that number or name the rows and are learned from all the same: whole numbers of which each occurs once, that
 * follow each other or are called an id, and categories that hardly ever occur twice.
 */
export const idColumns: LeakCheck = {
  summary: 'A number or a name of its own for each row.',
  advice: 'What names rows says nothing of others, and where rows are sorted it may say too much.',
  find: async ({features}) =>
    features
      .filter((column) => !column.said && isId(column))
      .map(({profile: {name, distinct, rows, missing}}) => ({
        columns: [name],
        evidence: {distinct, rows: rows - missing},
        message: `\`${inline(name)}\` has ${distinct} values in ${rows - missing} rows (${percent(distinct / (rows - missing))}).`,
        remedy: {drop: [name]},
      })),
  example: {
    planted: {
      columns: {row_number: 'i', ticket: "'t' || hash(i)", weight: 'hash(i, 1) % 9999 / 7'},
      target: 'i % 2',
      types: {ticket: 'categorical'},
    },
    clean: {
      columns: {population: 'hash(i) % 100000000', weight: 'i / 7', text: "'some words ' || i"},
      target: 'i % 2',
      types: {text: 'sentence'},
    },
    found: ['row_number', 'ticket'],
  },
};

function isId({profile, type}: LeakColumn): boolean {
  const present = profile.rows - profile.missing;
  if (present < leastRows) return false;
  if (profile.raw === 'number') return profile.distinct === present && isNumbering(profile);
  const isName = type === 'categorical' || type === 'context-specific';
  return isName && profile.distinct >= almostAll * present;
}

/** Whole numbers that are as dense as numbers of rows are, or that are called so. */
function isNumbering({name, whole, distinct, minimum = 0, maximum = 0}: ColumnProfile): boolean {
  return whole && (maximum - minimum + 1 <= 1.1 * distinct || idName.test(name));
}
