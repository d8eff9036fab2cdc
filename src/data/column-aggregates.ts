import {bounded} from './bounded.js';
import {datetimeLayouts} from './datetime-layouts.js';
import {literal} from './identifier.js';
import {isMissingWord} from './missing-words.js';
import {numberPatternUpTo} from './number-pattern.js';
import {quantityPattern} from './quantity-pattern.js';

type Aggregates = Record<string, string>;

/** What is counted of a column of numbers, as SQL. */
export function numberAggregates(x: string): Aggregates {
  return {
    present: `count(${x})`,
    distinct_values: `count(DISTINCT ${x})`,
    numbers: `count(${x})`,
    other_texts: '0',
    whole: `bool_and(${x} = floor(${x}))`,
    ...moments(x),
    missing_words: '0',
    distinct_missing_words: '0',
    words: `count(${x})`,
    characters: '0',
  };
}

/**
 * What is counted of a column of text, as SQL.
 * @param weight the number of rows that have a text, where each stands once
 */
export function textAggregates(x: string, longest: number, weight = '1'): Aggregates {
  const isOnce = weight !== '1';
  const number = isNumber(x, longest);
  const rowsWith = (condition: string) =>
    isOnce ? `coalesce(sum(${weight}) FILTER (WHERE ${condition}), 0)` : `count_if(${condition})`;
  const fitting = (pattern: string) => rowsWith(`regexp_full_match(${x}, ${literal(pattern)})`);
  const distinct = (condition: string) =>
    isOnce
      ? `count(CASE WHEN ${condition} THEN 1 END)`
      : `count(DISTINCT CASE WHEN ${condition} THEN ${x} END)`;
  const layouts = Object.values(datetimeLayouts).flatMap(({day, timed}, at) => [
    [`day${at}`, fitting(day)],
    [`timed${at}`, fitting(timed)],
  ]);
  const value = `CASE WHEN ${number} THEN TRY_CAST(${x} AS DOUBLE) END`;
  return {
    present: rowsWith(`${x} IS NOT NULL`),
    distinct_values: isOnce ? `count(${x})` : `count(DISTINCT ${x})`,
    numbers: rowsWith(number),
    other_texts: distinct(`NOT ${number}`),
    whole: 'false',
    ...(isOnce ? weighted(value, weight) : moments(value)),
    missing_words: rowsWith(isMissingWord(x)),
    distinct_missing_words: distinct(isMissingWord(x)),
    quantities: fitting(quantityPattern),
    words: `sum((length(trim(${x})) - length(replace(trim(${x}), ' ', '')) + 1) * ${weight})`,
    characters: `sum(length(${x}) * ${weight})`,
    ...Object.fromEntries(layouts),
  };
}

/** What is counted of a column of days or instants, as SQL: of its text, which is in the first of the layouts. */
export function instantAggregates(x: string, storage: string): Aggregates {
  const isWritten = `count_if(year(${x}) BETWEEN 1000 AND 2999)`;
  const isDay = storage === 'DATE';
  const layouts = Object.keys(datetimeLayouts).flatMap((_, at) => [
    [`day${at}`, at === 0 && isDay ? isWritten : '0'],
    [`timed${at}`, at === 0 && !isDay ? isWritten : '0'],
  ]);
  return {
    present: `count(${x})`,
    distinct_values: `count(DISTINCT ${x})`,
    ...{numbers: '0', other_texts: `count(DISTINCT ${x})`, whole: 'false'},
    ...{minimum: 'NULL::DOUBLE', maximum: 'NULL::DOUBLE', mean: 'NULL::DOUBLE', deviation: 'NULL::DOUBLE'},
    ...{missing_words: '0', distinct_missing_words: '0', quantities: '0'},
    words: `count(${x}) * ${isDay ? 1 : 2}`,
    characters: `sum(length(CAST(${x} AS VARCHAR)))`,
    ...Object.fromEntries(layouts),
  };
}

function moments(x: string): Aggregates {
  return {
    ...ends(x),
    mean: `avg(${bounded(x)})`,
    deviation: `stddev_pop(${bounded(x)})`,
  };
}

function weighted(x: string, weight: string): Aggregates {
  const mean = `sum(${bounded(x)} * ${weight}) / sum(${weight}) FILTER (WHERE ${x} IS NOT NULL)`;
  return {...ends(x), mean, deviation: 'NULL::DOUBLE'};
}

/** What `textAggregates` cannot tell of texts that stand once: how far numbers lie from their mean, which it tells. */
export function weightedDeviation(x: string, longest: number, rows: string, mean: number): string {
  const value = `CASE WHEN ${isNumber(x, longest)} THEN TRY_CAST(${x} AS DOUBLE) END`;
  const apart = `(${bounded(value)} - CAST('${mean}' AS DOUBLE))`;
  return `sqrt(sum(${apart} * ${apart} * ${rows}) / sum(${rows}) FILTER (WHERE ${value} IS NOT NULL))`;
}

function ends(x: string): Aggregates {
  return {minimum: `min(${x})`, maximum: `max(${x})`};
}

function isNumber(text: string, longest: number): string {
  return `regexp_full_match(${text}, ${literal(numberPatternUpTo(longest))})`;
}
