import {AdlError} from '../../base/errors.js';
import {inline} from '../../base/inline.js';
import type {Database} from '../database.js';
import {datetimeLayouts} from '../datetime-layouts.js';
import type {ColumnProfile} from '../profile.js';
import {boundsOf, numberTimes, type TimeBounds} from '../time-bounds.js';
import {timeSql} from '../time-sql.js';
import type {SplitRemark, SplitRequest, Splitter} from './splitter.js';

/** Of a gap between days. */
const microseconds: Readonly<Record<string, number>> = {
  s: 1e6,
  m: 60e6,
  h: 3600e6,
  d: 86_400e6,
  w: 7 * 86_400e6,
};

/**
 * The newest rows are for testing, those before them for validation, the oldest for training. Rows of the same time stay
 * together. With folds, the rows before the test split are so many blocks and one more: fold i validates on block i + 1 and
 * trains on those before it, as scikit-learn's TimeSeriesSplit does.
 */
export const time: Splitter = {
  summary: 'By time: the newest rows for testing, those before them for validation.',
  options: {test: 'possible', time: 'needed', gap: 'possible'},
  keepsKeys: true,
  draw: async (database, relation, request, tell) => {
    tell('putting them in order of time');
    const key = request.keys![0]!;
    const gap = gapOf(key, request.gap);
    const at = key.raw === 'number' ? '"adl:key0"' : timeSql('"adl:key0"', layoutOf(key));
    await numberTimes(database, relation, at);
    const bounds = await boundsOf(database, key, request);
    await database.run(
      `CREATE OR REPLACE TEMP TABLE "adl:drawn" AS SELECT * FROM (
         SELECT "adl:row", ${splitSql(bounds, gap)} AS "adl:split" FROM "adl:timed" JOIN "adl:times" USING (moment)
       ) WHERE "adl:split" IS NOT NULL`,
    );
    return remarks(database, relation, {key, bounds, gap: request.gap});
  },
  example: [
    {
      sql: "CASE WHEN i % 17 > 0 THEN CAST(DATE '2020-01-01' + CAST(i * 7 % 300 AS INTEGER) AS VARCHAR) END",
      profile: {name: 't', raw: 'string', datetimeLayout: 'iso'},
    },
  ],
};

function layoutOf({name, datetimeLayout}: ColumnProfile): string {
  if (datetimeLayout !== undefined) return datetimeLayout;
  throw new AdlError(
    'SOURCE_INVALID',
    `Expected \`source.split.time\` to name a column of days or numbers, but no value of \`${inline(name)}\` can be read as one.`,
    {
      suggestions: [
        `Write days as one of: ${Object.keys(datetimeLayouts).join(', ')}.`,
        'Derive a column that is one, such as `derive: {day: "month || \'-01\'"}`, and name that one.',
      ],
    },
  );
}

/** In microseconds, or as a number is counted. */
function gapOf({name, raw}: ColumnProfile, gap: string | number | undefined): number {
  if (gap === undefined) return 0;
  if (typeof gap === 'number' && raw === 'number') return gap;
  if (typeof gap === 'string' && raw !== 'number') return Number.parseFloat(gap) * microseconds[gap.at(-1)!]!;
  const [holds, wants, such] =
    raw === 'number' ? ['numbers', 'a number', '7'] : ['days', 'a time with its unit', '7d'];
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected \`source.split.gap\` to be ${wants}, since \`${inline(name)}\` holds ${holds}, got ${gap}.`,
    {suggestions: [`Write \`gap: ${such}\` under \`source.split\` in adl.yaml.`]},
  );
}

/** Rows nearer to what comes after them than the gap are in no split. */
function splitSql({validation, end, test}: TimeBounds, gap: number): string {
  const isBefore = (number: number) =>
    `number < ${number} AND moment <= (SELECT moment FROM "adl:times" WHERE number = ${number}) - ${gap}`;
  return `CASE WHEN number >= ${test} THEN 'test' WHEN number >= ${validation} AND ${isBefore(end)}
    AND ${isBefore(test)} THEN 'validation' WHEN ${isBefore(validation)} THEN 'train' END`;
}

interface Drawn {
  key: ColumnProfile;
  bounds: TimeBounds;
  gap: SplitRequest['gap'];
}

async function remarks(
  database: Database,
  relation: string,
  {key, bounds, gap}: Drawn,
): Promise<SplitRemark[]> {
  const name = inline(key.name);
  const [found] = await database.rows<{
    rows: number;
    timed: number;
    train: number;
    held: number;
    later: number;
  }>(
    `SELECT (SELECT count(*) FROM ${relation}) AS rows, count(*) AS timed,
       count_if("adl:split" = 'train') AS train, count_if("adl:split" = 'validation') AS held,
       count_if("adl:split" IS NULL AND number >= ${bounds.end}) AS later
     FROM "adl:timed" JOIN "adl:times" USING (moment) LEFT JOIN "adl:drawn" USING ("adl:row")`,
  );
  const {rows, timed, train, held, later} = found!;
  if (gap !== undefined && (train === 0 || held === 0)) throw gapTooWide(key, gap, train === 0);
  const [drawn] = await database.rows<{drawn: number}>('SELECT count(*) AS drawn FROM "adl:drawn"');
  const left = timed - drawn!.drawn - later;
  const note = (message: string): SplitRemark => ({kind: 'note', message});
  const untimed = `${rows - timed} rows have no time that can be read in \`${name}\`: they are left out.`;
  return [
    ...(timed < rows ? [{kind: 'warning', message: untimed} as const] : []),
    ...(left > 0 ? [note(`${left} rows are nearer than ${gap} to a later split: they are left out.`)] : []),
    ...(later > 0
      ? [note(`${later} rows are later than this fold and before the test rows: they are left out.`)]
      : []),
    note(await spans(database, relation, name)),
  ];
}

/** From when to when each split is, as the values are written. */
async function spans(database: Database, relation: string, name: string): Promise<string> {
  const found = await database.rows<{split: string; first: string; last: string}>(
    `SELECT "adl:split" AS split, CAST(arg_min("adl:key0", (moment, "adl:row")) AS VARCHAR) AS first,
       CAST(arg_max("adl:key0", (moment, "adl:row")) AS VARCHAR) AS last
     FROM (SELECT "adl:row", "adl:key0" FROM ${relation}) JOIN "adl:drawn" USING ("adl:row") JOIN "adl:timed" USING ("adl:row")
     GROUP BY split ORDER BY min(moment)`,
  );
  const each = found.map(
    ({split, first, last}) =>
      `${split} ${inline(first.replace(/\.0$/, ''))} to ${inline(last.replace(/\.0$/, ''))}`,
  );
  return `By \`${name}\`: ${each.join(', ')}.`;
}

function gapTooWide({name}: ColumnProfile, gap: string | number, isTrain: boolean): AdlError {
  return new AdlError(
    'SOURCE_INVALID',
    `Expected rows on both sides of a gap of ${gap} in \`${inline(name)}\`, but it leaves none for ${isTrain ? 'training' : 'validation'}.`,
    {suggestions: ['Make `gap` smaller under `source.split` in adl.yaml, or leave it out.']},
  );
}
