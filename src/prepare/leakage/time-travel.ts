import {inline} from '../../base/inline.js';
import {identifier} from '../../data/identifier.js';
import {type ColumnProfile, canonical} from '../../data/profile.js';
import {timeSql} from '../../data/time-sql.js';
import {percent} from '../percent.js';
import type {Leak, LeakCheck, LeakColumn, SplitTable} from './leak-check.js';

/** So many rows tell whether a target drifts. */
const mostRows = 20_000;
const leastRows = 100;
/** Of more columns of days the first tell enough: each takes a statement of its own. */
const mostColumns = 8;
/** How far the target's mean may be apart in the oldest and the newest rows, in standard deviations, and beyond chance. */
const leastDrift = 0.25;
const leastScore = 4;
const oldest = 0.6;
const newest = 0.8;

/**
 * A target that drifts with time while rows are split without regard to it: what is trained on the future and tested on the past
 * seems better than it will be.
 */
export const timeTravel: LeakCheck = {
  summary: 'A target that drifts with time, in rows that are split at random.',
  advice:
    'Rows are split without regard to time. If later rows are to be predicted from earlier ones, the test is too easy.',
  find: async (table) => {
    if (!table.isRandom) return [];
    const times = [...table.features, ...table.leftOut].filter(
      ({type, profile}) => type === 'datetime' && profile.datetimeLayout !== undefined,
    );
    const leaks: Leak[] = [];
    for (const column of times.slice(0, mostColumns)) leaks.push(...(await driftAlong(table, column)));
    return leaks;
  },
  example: {
    planted: {
      columns: {day: "CAST(DATE '2020-01-01' + CAST(i // 3 AS INTEGER) AS VARCHAR)", size: 'hash(i) % 50'},
      target: "CASE WHEN hash(i) % 2000 < i THEN 'late' ELSE 'early' END",
      types: {day: 'datetime'},
    },
    clean: {
      columns: {day: "CAST(DATE '2020-01-01' + CAST(i // 3 AS INTEGER) AS VARCHAR)", size: 'hash(i) % 50'},
      target: 'hash(i, 9) % 2',
      types: {day: 'datetime'},
    },
    found: ['day'],
  },
};

interface Drift {
  label: string;
  /** The mean of the target, or the share of the label, in the oldest and in the newest rows. */
  old: number;
  new: number;
  deviation: number;
  olds: number;
  news: number;
}

async function driftAlong(table: SplitTable, {profile}: LeakColumn): Promise<Leak[]> {
  const drifts = (await driftsOf(table, profile)).map((drift) => {
    const apart = Math.abs(drift.new - drift.old) / drift.deviation;
    return {...drift, apart, score: apart / Math.sqrt(1 / drift.olds + 1 / drift.news)};
  });
  const [most] = drifts
    .filter(
      ({apart, score, olds, news}) => apart >= leastDrift && score >= leastScore && olds + news >= leastRows,
    )
    .sort((a, b) => b.apart - a.apart);
  return most ? [leakOf(profile.name, table, most)] : [];
}

function driftsOf({database, task}: SplitTable, profile: ColumnProfile): Promise<Drift[]> {
  const text = canonical(profile as ColumnProfile & {storage: string});
  const value = task === 'classification' ? 'CAST(y = label AS DOUBLE)' : 'y';
  const labels = task === 'classification' ? 'SELECT DISTINCT y AS label FROM timed' : "SELECT '' AS label";
  return database.rows<Drift>(
    `WITH timed AS (
       SELECT "adl:target" AS y, ${timeSql('text', profile.datetimeLayout!)} AS moment
       FROM (SELECT "adl:row", ${text} AS text FROM (SELECT "adl:row", ${identifier(profile.name)} FROM "adl:input"))
       JOIN (SELECT "adl:row", "adl:target" FROM "adl:arranged" WHERE "adl:position" < ${mostRows}) USING ("adl:row")
       WHERE moment IS NOT NULL
     ), ranked AS (SELECT y, percent_rank() OVER (ORDER BY moment) AS rank FROM timed)
     SELECT CAST(label AS VARCHAR) AS label, avg(${value}) FILTER (rank < ${oldest}) AS old, avg(${value}) FILTER (rank >= ${newest}) AS new,
       stddev_pop(${value}) AS deviation, count(*) FILTER (rank < ${oldest}) AS olds, count(*) FILTER (rank >= ${newest}) AS news
     FROM ranked, (${labels}) GROUP BY label HAVING deviation > 0 AND olds > 0 AND news > 0 ORDER BY label`,
  );
}

function leakOf(name: string, {target, task}: SplitTable, drift: Drift & {apart: number}): Leak {
  const [old, late] =
    task === 'classification'
      ? [percent(drift.old), percent(drift.new)]
      : [String(Number(drift.old.toPrecision(4))), String(Number(drift.new.toPrecision(4)))];
  const what =
    task === 'classification' ? `\`${inline(drift.label)}\` is` : `\`${inline(target)}\` is on average`;
  const {label, apart} = drift;
  return {
    columns: [name],
    evidence: {...(label === '' ? {} : {label}), old: drift.old, new: drift.new, apart},
    message: `\`${inline(target)}\` drifts along \`${inline(name)}\`: ${what} ${old} in the oldest 60 % of the rows and ${late} in the newest 20 %.`,
    remedy: {split: {by: 'time', time: name}},
  };
}
