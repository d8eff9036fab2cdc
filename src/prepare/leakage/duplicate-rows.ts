import {identifier} from '../../data/identifier.js';
import {percent} from '../percent.js';
import type {LeakCheck, LeakColumn} from './leak-check.js';

/** Fewer test rows than these flatter nobody. */
const leastRows = 3;
const leastShare = 0.01;
/** Of pairs of rows that are equal in half of the columns, so many are equal in the other half too … */
const leastAgreement = 0.8;
/** … in which few of all pairs are. */
const mostByChance = 0.3;

/**
 * Test rows that are also in training, in every feature. Where features have few values rows are equal by chance, which is
 * nothing to be warned of: there, rows that are equal in half of the columns differ in the other half.
 */
export const duplicateRows: LeakCheck = {
  summary: 'Test rows that are training rows too.',
  advice:
    'The test is easier than the world then. Remove the copies from the table, or split `by: grouped` by what they have in common.',
  find: async ({database, features}) => {
    const [found] = await database.rows<Counts>(statement(features));
    const {tests, equal, differ, agreement, chance} = found!;
    const share = equal / tests;
    const areCopies = (agreement ?? 0) >= leastAgreement && (chance ?? 1) <= mostByChance;
    if (equal < leastRows || share < leastShare || !areCopies) return [];
    const otherwise = differ > 0 ? ` Of ${differ} of them the target differs.` : '';
    const message = `${equal} of ${tests} test rows (${percent(share)}) equal a training row in every feature.${otherwise}`;
    return [{columns: [], evidence: {tests, equal, differ, share}, message}];
  },
  example: {
    // Each row stands there twice.
    planted: {
      columns: {a: 'hash(i // 2) % 5000 / 7', b: 'hash(i // 2, 1) % 5000', c: "'c' || (i // 2 % 5)"},
      target: 'i // 2 % 2',
    },
    clean: {columns: {a: 'hash(i) % 4', b: 'hash(i, 1) % 3', c: "'c' || (hash(i, 2) % 5)"}, target: 'i % 2'},
    found: [],
  },
};

interface Counts {
  tests: number;
  equal: number;
  /** Rows with an equal training row, of which none has the same target. */
  differ: number;
  agreement: number | null;
  chance: number | null;
}

function statement(features: readonly LeakColumn[]): string {
  // The richest first, and then every other one: what half of the columns can tell apart, they do.
  const names = [...features]
    .sort((a, b) => b.profile.distinct - a.profile.distinct)
    .map(({profile}) => identifier(profile.name));
  const half = (rest: number) => `hash(${['0', ...names.filter((_, at) => at % 2 === rest)].join(', ')})`;
  const pairs = (of: string) =>
    `(SELECT sum(n * (n - 1.0)) FROM (SELECT count(*) AS n FROM hashed GROUP BY ${of}))`;
  return `WITH halves AS (
      SELECT "adl:split" AS split, ${half(0)} AS rich, ${half(1)} AS rest, hash("adl:target") AS target
      FROM "adl:arranged" WHERE "adl:split" <> 'validation'
    ), hashed AS (SELECT *, hash(rich, rest) AS whole FROM halves
    ), tests AS (SELECT * FROM hashed WHERE split = 'test'), trains AS (SELECT * FROM hashed WHERE split = 'train')
    SELECT count(*) AS tests, count_if(whole IN (SELECT whole FROM trains)) AS equal,
      count_if(whole IN (SELECT whole FROM trains) AND (whole, target) NOT IN (SELECT whole, target FROM trains)) AS differ,
      ${pairs('whole')} / nullif(${pairs('rich')}, 0) AS agreement,
      ${pairs('rest')} / (SELECT count(*) * (count(*) - 1.0) FROM hashed) AS chance
    FROM tests`;
}
