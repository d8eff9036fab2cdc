import {inline} from '../../base/inline.js';
import {identifier} from '../../data/identifier.js';
import {type ColumnProfile, canonical} from '../../data/profile.js';
import {percent} from '../percent.js';
import type {Leak, LeakCheck, LeakColumn, SplitTable} from './leak-check.js';

/** Values of a key: so many at least, with so many rows each on average. */
const leastValues = 20;
const leastRowsPerValue = 2;
/**
 * How much more two rows of one value agree in the target than any two rows do: 0 no more, 1 always. In fourteen public tables
 * what is no key stays under 0.32, and the number of a patient, with several visits each, has 0.49.
 */
const leastAgreement = 0.4;
/** A category that is learned from may well say much of the target. */
const leastOfCategory = 0.6;
/** Of the values of test rows, the share that training rows have too. */
const leastShared = 0.5;
/** So many neighbours of a number are looked at together: where they agree as well it is a quantity and no key. */
const neighbours = 10;
/** Each column costs a pass over the table. */
const mostColumns = 20;

/**
 * Columns whose values look like the names of what rows are about, patients or machines, several rows each and with much
 * the same target, when rows of one are for training and others for testing: models may learn by heart who is who. Of several
 * the one that says most is told; others are mostly what is known of it, such as the age.
 */
export const groupOverlap: LeakCheck = {
  summary: 'Rows of one group in training and in the test.',
  advice: 'If new rows will be of others, the test is too easy.',
  find: async (table) => {
    if (!table.isRandom) return [];
    const candidates = [...table.leftOut, ...table.features].filter(isKey).slice(0, mostColumns);
    let most: {column: LeakColumn; found: Agreement} | undefined;
    for (const column of candidates) {
      const found = await agreement(table, column);
      if (isGroup(column, found) && found.agreement > (most?.found.agreement ?? 0)) most = {column, found};
    }
    return most ? [leakOf(most.column, table.target, most.found)] : [];
  },
  example: {
    planted: {
      columns: {patient: 'hash(i // 8)  % 100000', visit: 'i % 8', size: 'hash(i) % 50'},
      target: "CASE WHEN hash(i // 8) % 3 = 0 THEN 'ill' ELSE 'well' END",
      types: {patient: 'not-generalizable'},
    },
    clean: {
      columns: {age: 'i % 90', town: "'t' || (hash(i) % 200)", size: 'hash(i) % 50'},
      target: "CASE WHEN i % 90 + hash(i, 1) % 40 > 70 THEN 'old' ELSE 'young' END",
      types: {town: 'categorical'},
    },
    found: ['patient'],
  },
};

function isKey({profile, type}: LeakColumn): boolean {
  const {distinct, rows, raw, whole} = profile;
  const isName =
    raw === 'number' ? whole : ['categorical', 'context-specific', 'not-generalizable'].includes(type);
  return isName && distinct >= leastValues && distinct * leastRowsPerValue <= rows;
}

interface Agreement {
  values: number;
  /** Test rows, and those whose value training rows have too. */
  tests: number;
  shared: number;
  agreement: number;
  /** The same of ten neighbouring values of a number together. */
  nearby: number;
}

function isGroup({profile, type}: LeakColumn, found: Agreement): boolean {
  const isCategory = profile.raw === 'string' && type !== 'not-generalizable';
  const isQuantity = profile.raw === 'number' && found.nearby > found.agreement / 2;
  const least = isCategory ? leastOfCategory : leastAgreement;
  return found.agreement >= least && found.shared >= leastShared * found.tests && !isQuantity;
}

async function agreement(table: SplitTable, column: LeakColumn): Promise<Agreement> {
  const {database, task} = table;
  const {profile} = column;
  const spread = task === 'classification' ? classAgreement : numberAgreement;
  const nearby = profile.raw === 'number' ? `dense_rank() OVER (ORDER BY key) // ${neighbours}` : '0';
  const key = canonical(profile as ColumnProfile & {storage: string});
  const y =
    task === 'classification'
      ? '"adl:target"'
      : '"adl:target" - (SELECT avg("adl:target") FROM "adl:arranged")';
  const [found] = await database.rows<Agreement>(
    `WITH counted AS MATERIALIZED (
       SELECT ${key} AS key, ${y} AS y, "adl:split" AS split, count(*) AS n
       FROM ${rowsOf(table, column)} WHERE key IS NOT NULL GROUP BY ALL
     ), rows AS MATERIALIZED (SELECT *, ${nearby} AS near FROM counted)
     SELECT (SELECT count(DISTINCT key) FROM rows) AS values,
       coalesce(sum(n) FILTER (split = 'test'), 0) AS tests,
       coalesce(sum(n) FILTER (split = 'test' AND key IN (SELECT key FROM rows WHERE split = 'train')), 0) AS shared,
       (${spread('key')}) AS agreement, (${spread('near')}) AS nearby
     FROM rows`,
  );
  return {...found!, agreement: found!.agreement ?? 0, nearby: found!.nearby ?? 0};
}

/** A column that is learned from stands beside the split; another one has to be looked up. */
function rowsOf({features}: SplitTable, column: LeakColumn): string {
  if (features.includes(column)) return '"adl:arranged"';
  return `(SELECT "adl:row", ${identifier(column.profile.name)} FROM "adl:input")
    JOIN (SELECT "adl:row", "adl:target", "adl:split" FROM "adl:arranged") USING ("adl:row")`;
}

/** Of pairs of rows with one value, the share with one class, above that of all pairs (Cohen's kappa). */
function classAgreement(key: string): string {
  const sums = (by: string) => `(SELECT sum(n) AS n FROM rows GROUP BY ${by})`;
  return `SELECT (sum(n * (n - 1) * 1.0) / any_value(pairs) - any_value(chance)) / (1 - any_value(chance))
    FROM ${sums(`${key}, y`)}, (SELECT sum(n * (n - 1) * 1.0) AS pairs FROM ${sums(key)}),
      (SELECT sum(n * (n - 1) * 1.0) / (sum(n) * (sum(n) - 1)) AS chance FROM ${sums('y')})`;
}

/** The share of the variance that lies between values, made smaller by their number (ε²). The target's mean is 0. */
function numberAgreement(key: string): string {
  const within = 'sum(n * y * y) - sum(n * y) ** 2 / sum(n)';
  return `SELECT 1 - (sum(within) / (sum(n) - count(*))) / any_value(total)
    FROM (SELECT sum(n) AS n, ${within} AS within FROM rows GROUP BY ${key}),
      (SELECT (${within}) / (sum(n) - 1) AS total FROM rows)`;
}

function leakOf({profile: {name}}: LeakColumn, target: string, found: Agreement): Leak {
  const share = found.shared / found.tests;
  return {
    columns: [name],
    evidence: {...found},
    message:
      `Rows with the same \`${inline(name)}\` agree in \`${inline(target)}\` far more than others do (agreement ${found.agreement.toFixed(2)}; 0 is ` +
      `chance, 1 always), and ${percent(share)} of the test rows share theirs with training rows.`,
    remedy: {split: {by: 'grouped', group: name}},
  };
}
