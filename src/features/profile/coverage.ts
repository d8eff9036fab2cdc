import type {Database} from '../../data/database.js';
import type {NumberSketch} from '../../data/sketches/column-sketch.js';

/** How many rows there are of each period of time, from the first to the last; and where there are none for long. */
export interface Coverage {
  unit: TimeUnit;
  /** By the period's first day or hour, in ISO form. */
  periods: {start: string; rows: number}[];
  /** Periods without rows, together where they follow one another; the longest first, no more than five. */
  gaps: {from: string; to: string; periods: number}[];
}

export type TimeUnit =
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'
  | 'decade'
  | 'century'
  | 'millennium';

const seconds: Readonly<Record<TimeUnit, number>> = {
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_629_746,
  quarter: 7_889_238,
  year: 31_556_952,
  decade: 315_569_520,
  century: 3_155_695_200,
  millennium: 31_556_952_000,
};
const mostPeriods = 120;
const mostGaps = 5;

/** By the finest unit that makes no more than 120 periods; undefined where none does. */
export async function coverageOf(
  database: Database,
  relation: string,
  measured: string,
  {moments}: NumberSketch,
): Promise<Coverage | undefined> {
  const unit = unitFor(moments.maximum - moments.minimum);
  if (unit === undefined) return undefined;
  const start = `date_trunc('${unit}', make_timestamp(CAST(x * 1000000 AS BIGINT)))`;
  const periods = await database.rows<{start: string; rows: number}>(
    `WITH counted AS (
       SELECT ${start} AS start, count(*) AS n FROM (SELECT ${measured} AS x FROM ${relation}) WHERE x IS NOT NULL GROUP BY ALL
     ), every AS (
       SELECT unnest(generate_series(min(start), max(start), INTERVAL '1 ${unit}')) AS start FROM counted
     )
     SELECT strftime(start, '${unit === 'hour' ? '%Y-%m-%d %H:00' : '%Y-%m-%d'}') AS start, coalesce(n, 0) AS rows
     FROM every LEFT JOIN counted USING (start) ORDER BY every.start`,
  );
  return {unit, periods, gaps: gapsOf(periods)};
}

function unitFor(span: number): TimeUnit | undefined {
  const units = Object.keys(seconds) as TimeUnit[];
  return units.find((unit) => span / seconds[unit] <= mostPeriods);
}

function gapsOf(periods: Coverage['periods']): Coverage['gaps'] {
  const gaps: Coverage['gaps'] = [];
  for (const [at, {start, rows}] of periods.entries()) {
    if (rows > 0) continue;
    const last = gaps.at(-1);
    if (last && periods[at - 1]!.rows === 0) Object.assign(last, {to: start, periods: last.periods + 1});
    else gaps.push({from: start, to: start, periods: 1});
  }
  return gaps.sort((a, b) => b.periods - a.periods).slice(0, mostGaps);
}
