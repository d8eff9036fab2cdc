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

/** What is counted of a column of text, as SQL. */
export function textAggregates(x: string, longest: number): Aggregates {
  const number = isNumber(x, longest);
  const fitting = (pattern: string) => `count_if(regexp_full_match(${x}, ${literal(pattern)}))`;
  const layouts = Object.values(datetimeLayouts).flatMap(({day, timed}, at) => [
    [`day${at}`, fitting(day)],
    [`timed${at}`, fitting(timed)],
  ]);
  return {
    numbers: `count_if(${number})`,
    other_texts: `count(DISTINCT CASE WHEN NOT ${number} THEN ${x} END)`,
    whole: 'false',
    ...moments(`CASE WHEN ${number} THEN TRY_CAST(${x} AS DOUBLE) END`),
    missing_words: `count_if(${isMissingWord(x)})`,
    distinct_missing_words: `count(DISTINCT CASE WHEN ${isMissingWord(x)} THEN ${x} END)`,
    quantities: fitting(quantityPattern),
    words: `sum(length(trim(${x})) - length(replace(trim(${x}), ' ', '')) + 1)`,
    characters: `sum(length(${x}))`,
    ...Object.fromEntries(layouts),
  };
}

function moments(x: string): Aggregates {
  return {
    minimum: `min(${x})`,
    maximum: `max(${x})`,
    mean: `avg(${bounded(x)})`,
    deviation: `stddev_pop(${bounded(x)})`,
  };
}

function isNumber(text: string, longest: number): string {
  return `regexp_full_match(${text}, ${literal(numberPatternUpTo(longest))})`;
}
