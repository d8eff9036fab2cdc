import {instantAggregates, numberAggregates, textAggregates, weightedDeviation} from './column-aggregates.js';
import type {Database} from './database.js';
import {datetimeLayouts} from './datetime-layouts.js';
import {identifier} from './identifier.js';
import {columnsOf, reserved} from './import.js';
import {numeric, type RawColumn, withRawKinds} from './raw-kinds.js';
import type {Tell} from './tell.js';

/** What detection sees of one raw column: aggregates over all its rows. */
export interface ColumnProfile {
  name: string;
  raw: 'number' | 'string';
  /** DuckDB's name of the type that it is stored as. */
  storage: string;
  rows: number;
  missing: number;
  /** Distinct values that are not missing. */
  distinct: number;
  /** Of the values that are not missing, the share that the guarded number pattern accepts. */
  numericShare: number;
  /** Distinct values that are no numbers, such as a `?` for missing. */
  otherTexts: number;
  /** Of the values that are not missing, the share that one of the known date layouts accepts, and that layout. */
  datetimeShare: number;
  datetimeLayout: string | undefined;
  /** Whether some of those values have a time of day. */
  timed: boolean;
  /** Whether every value that is not missing is a whole number. */
  whole: boolean;
  /** The smallest and the largest number; undefined where there is none. */
  minimum: number | undefined;
  maximum: number | undefined;
  /** Mean and standard deviation (population form) of the values that are numbers. */
  mean: number | undefined;
  deviation: number | undefined;
  /** Of text: rows that hold a word for a missing value, such as `NA`, and how many such words there are. */
  missingWords: number;
  distinctMissingWords: number;
  /** Of the values that are not missing, the share of texts in which there is one number. */
  quantityShare: number;
  /** Words per value, and characters per value, on average. */
  meanWords: number;
  meanCharacters: number;
}

/** No more statements than this: each of them has to bind every column of the relation anew. */
const mostPasses = 16;

/** Looks at every column of a relation: two passes for what text is, and a few for the rest. */
export async function profileColumns(
  database: Database,
  relation: string,
  tell: Tell = () => {},
): Promise<ColumnProfile[]> {
  const columns = (await columnsOf(database, relation)).filter(({name}) => !name.startsWith(reserved));
  const raw = await withRawKinds(database, relation, columns);
  const [count] = await database.rows<{rows: number}>(`SELECT count(*) AS rows FROM ${relation}`);
  const alone = count!.rows > manyRows ? raw.filter(isText) : [];
  const others = raw.filter((column) => !alone.includes(column));
  const profiles = new Map<string, ColumnProfile>();
  const add = (found: ColumnProfile) => profiles.set(found.name, found);
  for (const column of alone) {
    tell(`column ${profiles.size + 1} of ${raw.length}`);
    add(await profileTexts(database, relation, column, count!.rows));
  }
  const together = Math.max(1, Math.ceil(others.length / mostPasses));
  for (let start = 0; start < others.length; start += together) {
    tell(`column ${profiles.size + 1} of ${raw.length}`);
    for (const found of await profileSome(database, relation, others.slice(start, start + together)))
      add(found);
  }
  return raw.map(({name}) => profiles.get(name)!);
}

/** Of more rows each text is looked at once, however many rows have it: patterns take longer than to count. */
const manyRows = 50_000;

function isText({raw, storage}: RawColumn): boolean {
  return raw === 'string' && !isInstant(storage);
}

/** Whether DuckDB keeps days or instants, which it has read. */
export function isInstant(storage: string): boolean {
  return /^(DATE|TIMESTAMP)/.test(storage);
}

/**
 * A column as it reaches the encoders and the exported model: a DOUBLE that is finite, or text that is not empty;
 * else NULL.
 */
export function canonical({name, storage, raw}: {name: string; storage: string; raw: string}): string {
  const column = identifier(name);
  if (raw === 'string') return `nullif(CAST(${column} AS VARCHAR), '')`;
  const double = numeric.test(storage) ? `CAST(${column} AS DOUBLE)` : `TRY_CAST(${column} AS DOUBLE)`;
  return `CASE WHEN isfinite(${double}) THEN ${double} END`;
}

interface Counts {
  rows: number;
  present: number;
  distinct_values: number;
  numbers: number;
  other_texts: number;
  whole: boolean | null;
  minimum: number | null;
  maximum: number | null;
  mean: number | null;
  deviation: number | null;
  missing_words: number | null;
  distinct_missing_words: number;
  quantities?: number;
  words: number | null;
  characters: number | null;
  [layout: `day${number}` | `timed${number}`]: number;
}

async function profileTexts(
  database: Database,
  relation: string,
  column: RawColumn,
  rows: number,
): Promise<ColumnProfile> {
  const texts = '"adl:texts"';
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${texts} AS
     SELECT x, count(*) AS n FROM (SELECT ${canonical(column)} AS x FROM ${relation}) GROUP BY x`,
  );
  const facts = Object.entries(textAggregates('x', column.longest, 'n'));
  const [counts] = await database.rows<Omit<Counts, 'rows'>>(
    `SELECT ${facts.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM ${texts}`,
  );
  const {mean} = counts!;
  const [row] =
    mean === null
      ? []
      : await database.rows<{deviation: number}>(
          `SELECT ${weightedDeviation('x', column.longest, 'n', mean)} AS deviation FROM ${texts}`,
        );
  await database.run(`DROP TABLE ${texts}`);
  return profileOf(column, {...(counts as Counts), rows, deviation: row?.deviation ?? null});
}

async function profileSome(
  database: Database,
  relation: string,
  columns: readonly RawColumn[],
): Promise<ColumnProfile[]> {
  const facts = columns.map((column, at) =>
    Object.entries(aggregatesOf(column, `x${at}`)).map(([name, sql]) => `${sql} AS ${name}_${at}`),
  );
  const values = columns.map((column, at) => {
    const value = isInstant(column.storage) ? identifier(column.name) : canonical(column);
    return `${value} AS x${at}`;
  });
  const [counts] = await database.rows<Record<string, never>>(
    `SELECT count(*) AS rows, ${facts.flat().join(', ')} FROM (SELECT ${values.join(', ')} FROM ${relation})`,
  );
  return columns.map((column, at) => {
    const own = Object.entries(counts!).flatMap(([name, value]) =>
      name.endsWith(`_${at}`) ? [[name.slice(0, -String(at).length - 1), value]] : [],
    );
    return profileOf(column, {rows: counts!.rows!, ...Object.fromEntries(own)});
  });
}

function aggregatesOf({raw, storage, longest}: RawColumn, x: string): Record<string, string> {
  if (raw === 'number') return numberAggregates(x);
  return isInstant(storage) ? instantAggregates(x, storage) : textAggregates(x, longest);
}

function profileOf({longest: _, ...column}: RawColumn, counts: Counts): ColumnProfile {
  const {rows, present, distinct_values: distinct, numbers, words, characters} = counts;
  const share = (part: number | null) => (present === 0 ? 0 : (part ?? 0) / present);
  return {
    ...column,
    rows,
    missing: rows - present,
    distinct,
    numericShare: share(numbers),
    otherTexts: counts.other_texts,
    ...bestLayout(counts, share),
    whole: present > 0 && (counts.whole ?? false),
    minimum: counts.minimum ?? undefined,
    maximum: counts.maximum ?? undefined,
    mean: counts.mean ?? undefined,
    deviation: counts.deviation ?? undefined,
    missingWords: counts.missing_words ?? 0,
    distinctMissingWords: counts.distinct_missing_words,
    quantityShare: share(counts.quantities ?? 0),
    meanWords: share(words),
    meanCharacters: share(characters),
  };
}

function bestLayout(
  counts: Counts,
  share: (part: number | null) => number,
): Pick<ColumnProfile, 'datetimeShare' | 'datetimeLayout' | 'timed'> {
  const [best] = Object.keys(datetimeLayouts)
    .map((layout, at) => {
      const timed = counts[`timed${at}`] ?? 0;
      return {
        datetimeLayout: layout,
        datetimeShare: share((counts[`day${at}`] ?? 0) + timed),
        timed: timed > 0,
      };
    })
    .sort((a, b) => b.datetimeShare - a.datetimeShare);
  return best!.datetimeShare > 0 ? best! : {datetimeShare: 0, datetimeLayout: undefined, timed: false};
}
