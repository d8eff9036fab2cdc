import type {Database} from '../../data/database.js';
import {literal} from '../../data/identifier.js';
import {overSquarable} from '../number-rule.js';
import {isNumeric, isText, type Table, type TableColumn} from '../table.js';

/** What rules are learned from: aggregates over all rows of a column. */
export interface ColumnFacts {
  column: TableColumn;
  rows: number;
  /** Values that are not missing, how many of them differ, and how many occur once. */
  values: number;
  distinct: number;
  once: number;
  /** Of numbers. */
  minimum: number | null;
  maximum: number | null;
  mean: number | null;
  deviation: number | null;
  /** Of numbers: how many are written without a point. */
  whole: number;
  /** Of text: characters of the longest value. */
  longest: number | null;
  /** Of text: the values that can be read as a day, and those that can as a day with a time. */
  days: number;
  times: number;
  /** The most frequent values, the most frequent first. */
  frequent: {value: string; count: number}[];
}

/** No list of values is longer. */
export const mostListed = 50;

/** Looks at every column: one scan for all of them, and two groupings for each. */
export async function columnFacts(database: Database, table: Table): Promise<ColumnFacts[]> {
  const fields = table.columns.flatMap((column, at) =>
    Object.entries(fieldsOf(column)).map(([name, sql]) => `${sql} AS "${name}${at}"`),
  );
  const [row] = await database.rows<Record<string, never>>(
    `SELECT count(*) AS rows, ${fields.join(', ')} FROM ${table.relation}`,
  );
  const facts: ColumnFacts[] = [];
  for (const [at, column] of table.columns.entries()) {
    const known = Object.fromEntries(
      Object.keys(fieldsOf(column)).map((name) => [name, row![`${name}${at}`]]),
    ) as unknown as Omit<ColumnFacts, 'column' | 'rows' | 'distinct' | 'once' | 'frequent'>;
    facts.push({column, rows: row!.rows!, ...known, ...(await groupFacts(database, table, column))});
  }
  return facts;
}

function fieldsOf(column: TableColumn): Record<string, string> {
  const {value, text, number, hasNaN} = column;
  const finite = hasNaN ? ` FILTER (WHERE isfinite(${number}))` : '';
  const ofNumber = (sql: string) => (isNumeric(column) ? sql : 'NULL');
  const ofText = (sql: string) => (isText(column) ? sql : '0');
  const matching = (pattern: string, type: string) =>
    ofText(
      `count_if(regexp_full_match(${text}, ${literal(pattern)}) AND TRY_CAST(${text} AS ${type}) IS NOT NULL)`,
    );
  return {
    values: `count(${value})`,
    minimum: ofNumber(`CAST(min(${number})${finite} AS DOUBLE)`),
    maximum: ofNumber(`CAST(max(${number})${finite} AS DOUBLE)`),
    mean: ofNumber(overSquarable(`avg(${number})`, [column], undefined).sql),
    deviation: ofNumber(overSquarable(`stddev_pop(${number})`, [column], undefined).sql),
    whole: isNumeric(column) ? `count_if(regexp_full_match(${text}, '[+-]?[0-9]{1,19}'))` : '0',
    longest: isText(column) ? `max(length(${text}))` : 'NULL',
    days: matching(String.raw`\d{4}-\d{2}-\d{2}`, 'DATE'),
    times: matching(String.raw`\d{4}-\d{2}-\d{2}([ T].*)?`, 'TIMESTAMP'),
  };
}

async function groupFacts(
  database: Database,
  {relation}: Table,
  {value, text}: TableColumn,
): Promise<Pick<ColumnFacts, 'distinct' | 'once' | 'frequent'>> {
  const groups = `(SELECT ${value} AS one, min(${text}) AS text, count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY 1)`;
  const [row] = await database.rows<{distinct: number; once: number}>(
    `SELECT count(*) AS "distinct", count_if(n = 1) AS once FROM ${groups}`,
  );
  const frequent = await database.rows<{value: string; count: number}>(
    `SELECT text AS value, n AS count FROM ${groups} ORDER BY n DESC, text LIMIT ${mostListed + 1}`,
  );
  return {...row!, frequent};
}
