import {datetimeLayouts} from '../data/datetime-layouts.js';
import {literal} from '../data/identifier.js';
import type {Day} from './calendar.js';

/** How a day's three parts are written. */
export interface Spelling {
  delimiter: string;
  order: (keyof Day)[];
  /** A day, written so. */
  some: string;
  /** Whether the month is a name. */
  named?: true;
}

/** Of each layout of `datetimeLayouts`. */
export const spellings: Readonly<Record<string, Spelling>> = {
  iso: {delimiter: '-', order: ['year', 'month', 'day'], some: '1970-01-01'},
  'month/day/year': {delimiter: '/', order: ['month', 'day', 'year'], some: '1/1/1970'},
  'day/month/year': {delimiter: '/', order: ['day', 'month', 'year'], some: '1/1/1970'},
  'day.month.year': {delimiter: '.', order: ['day', 'month', 'year'], some: '1.1.1970'},
  'year/month/day': {delimiter: '/', order: ['year', 'month', 'day'], some: '1970/1/1'},
  'Mon day year': {
    delimiter: ' ',
    order: ['month', 'day', 'year'],
    some: 'Jan 1 1970',
    named: true,
  },
  'day Mon year': {
    delimiter: ' ',
    order: ['day', 'month', 'year'],
    some: '1 Jan 1970',
    named: true,
  },
  'day-Mon-year': {
    delimiter: '-',
    order: ['day', 'month', 'year'],
    some: '1-Jan-1970',
    named: true,
  },
};

/** The day of text in a layout as a TIMESTAMP, NULL where it is none, as SQL. */
export function dateSql(text: string, layout: string): string {
  // Empty where the text does not fit, which no date is.
  const day = `regexp_extract(${text}, ${literal(`^(?:${datetimeLayouts[layout]!.either})$`)}, 1)`;
  return `try_strptime(${day}, ${literal(datetimeLayouts[layout]!.format)})`;
}

/** The hour of a time of day as two digits; empty where there is none. */
export function hourText(text: string): string {
  return `regexp_extract(${text}, '[T ]([0-9]{2}):', 1)`;
}
