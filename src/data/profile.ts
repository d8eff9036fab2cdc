import type {Database} from './database.js';
import {datetimeLayouts} from './datetime-layouts.js';
import {identifier, literal} from './identifier.js';
import {columnsOf, reserved, type StoredColumn} from './import.js';
import {numberPattern} from './number-pattern.js';

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
  /** The smallest and the largest number; undefined for text. */
  minimum: number | undefined;
  maximum: number | undefined;
  /** Words per value, and characters per value, on average. */
  meanWords: number;
  meanCharacters: number;
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** No more statements than this: each of them has to bind every column of the relation anew. */
const mostPasses = 16;

/** Looks at every column of a relation: one pass for what text is, and a few for the rest. */
export async function profileColumns(database: Database, relation: string): Promise<ColumnProfile[]> {
  const columns = (await columnsOf(database, relation)).filter(({name}) => !name.startsWith(reserved));
  const kinds = await rawKinds(database, relation, columns);
  const raw = columns.map((column, at): RawColumn => ({...column, raw: kinds[at]!}));
  const together = Math.ceil(raw.length / mostPasses);
  const profiles: ColumnProfile[] = [];
  for (let start = 0; start < raw.length; start += together)
    profiles.push(...(await profileSome(database, relation, raw.slice(start, start + together))));
  return profiles;
}

type RawColumn = StoredColumn & {raw: 'number' | 'string'};

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
export async function rawKinds(
  database: Database,
  relation: string,
  columns: readonly StoredColumn[],
): Promise<('number' | 'string')[]> {
  const tests = columns.map(({name, storage}, at) => {
    const text = `nullif(${identifier(name)}, '')`;
    const all = `coalesce(bool_and(regexp_full_match(${text}, ${literal(numberPattern)})), false)`;
    return `${storage === 'VARCHAR' ? all : numeric.test(storage)} AS k${at}`;
  });
  const [row] = await database.rows<Record<string, boolean>>(`SELECT ${tests.join(', ')} FROM ${relation}`);
  return columns.map((_, at) => (row![`k${at}`] ? 'number' : 'string'));
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
  words: number | null;
  characters: number | null;
  [layout: `day${number}` | `timed${number}`]: number;
}

async function profileSome(
  database: Database,
  relation: string,
  columns: readonly RawColumn[],
): Promise<ColumnProfile[]> {
  const facts = columns.map(({raw}, at) => {
    const aggregates = raw === 'number' ? numberAggregates(`x${at}`) : textAggregates(`x${at}`);
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

function profileOf(column: RawColumn, counts: Counts): ColumnProfile {
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
    meanWords: share(words),
    meanCharacters: share(characters),
  };
}

type Aggregates = Record<string, string>;

function numberAggregates(x: string): Aggregates {
  return {
    numbers: `count(${x})`,
    other_texts: '0',
    whole: `bool_and(${x} = floor(${x}))`,
    minimum: `min(${x})`,
    maximum: `max(${x})`,
    words: `count(${x})`,
    characters: '0',
  };
}

function textAggregates(x: string): Aggregates {
  const isNumber = `regexp_full_match(${x}, ${literal(numberPattern)})`;
  const fitting = (pattern: string) => `count_if(regexp_full_match(${x}, ${literal(pattern)}))`;
  const layouts = Object.values(datetimeLayouts).flatMap(({day, timed}, at) => [
    [`day${at}`, fitting(day)],
    [`timed${at}`, fitting(timed)],
  ]);
  return {
    numbers: `count_if(${isNumber})`,
    other_texts: `count(DISTINCT CASE WHEN NOT ${isNumber} THEN ${x} END)`,
    whole: 'false',
    minimum: 'NULL',
    maximum: 'NULL',
    words: `sum(length(trim(${x})) - length(replace(trim(${x}), ' ', '')) + 1)`,
    characters: `sum(length(${x}))`,
    ...Object.fromEntries(layouts),
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
