import {numberAggregates, textAggregates} from './column-aggregates.js';
import type {Database} from './database.js';
import {datetimeLayouts} from './datetime-layouts.js';
import {identifier, literal} from './identifier.js';
import {columnsOf, reserved, type StoredColumn} from './import.js';
import {numberPatternUpTo} from './number-pattern.js';
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

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

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
  const together = Math.ceil(raw.length / mostPasses);
  const profiles: ColumnProfile[] = [];
  for (let start = 0; start < raw.length; start += together) {
    tell(`column ${start + 1} of ${raw.length}`);
    profiles.push(...(await profileSome(database, relation, raw.slice(start, start + together))));
  }
  return profiles;
}

interface RawColumn extends StoredColumn {
  /** Text that is a number in every row is one. */
  raw: 'number' | 'string';
  /** Characters of the longest text; 0 for what is not stored as text. */
  longest: number;
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

/** A text column is one of numbers when every value in it is a number. */
export async function withRawKinds(
  database: Database,
  relation: string,
  columns: readonly StoredColumn[],
): Promise<RawColumn[]> {
  const isText = ({storage}: StoredColumn) => storage === 'VARCHAR';
  const lengths = await ofEach<number | null>(database, relation, columns, (column) =>
    isText(column) ? `max(length(${identifier(column.name)}))` : '0',
  );
  const kinds = await ofEach<boolean>(database, relation, columns, (column, at) => {
    if (!isText(column)) return String(numeric.test(column.storage));
    const longest = lengths[at] ?? 0;
    if (longest === 0) return 'false';
    // Empty text is missing. To have it so by a function around the column takes ten times as long to make ready.
    const pattern = `(?:${numberPatternUpTo(longest)})?`;
    return `bool_and(regexp_full_match(${identifier(column.name)}, ${literal(pattern)}))`;
  });
  return columns.map((column, at) => ({
    ...column,
    raw: kinds[at] ? 'number' : 'string',
    longest: lengths[at] ?? 0,
  }));
}

/** One aggregate of each column. */
async function ofEach<Value>(
  database: Database,
  relation: string,
  columns: readonly StoredColumn[],
  aggregate: (column: StoredColumn, at: number) => string,
): Promise<Value[]> {
  const each = columns.map((column, at) => `${aggregate(column, at)} AS k${at}`);
  const [row] = await database.rows<Record<string, Value>>(
    `SELECT count(*) AS rows, ${each.join(', ')} FROM ${relation}`,
  );
  return columns.map((_, at) => row![`k${at}`]!);
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

async function profileSome(
  database: Database,
  relation: string,
  columns: readonly RawColumn[],
): Promise<ColumnProfile[]> {
  const facts = columns.map(({raw, longest}, at) => {
    const aggregates = raw === 'number' ? numberAggregates(`x${at}`) : textAggregates(`x${at}`, longest);
    const own = {present: `count(x${at})`, distinct_values: `count(DISTINCT x${at})`, ...aggregates};
    return Object.entries(own).map(([name, sql]) => `${sql} AS ${name}_${at}`);
  });
  const values = columns.map((column, at) => `${canonical(column)} AS x${at}`);
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
