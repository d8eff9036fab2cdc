import type {SourceProfile} from '../lifecycle/source-profile.js';

type Numbers = NonNullable<SourceProfile['columns'][number]['numbers']>;

/** Whole numbers as they are, of others four digits, with commas: `1,234,567`, `0.01234`, `1.2e+21`. */
export function figure(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e12) return value.toLocaleString('en-US');
  const short = Number(value.toPrecision(4));
  const size = Math.abs(short);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return String(short);
  return short.toLocaleString('en-US', {maximumSignificantDigits: 4});
}

/** A share of all: `12.3%`, and `<0.1%` of what is more than nothing. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0%';
  const percent = (100 * part) / whole;
  if (percent < 0.05) return '<0.1%';
  if (part < whole && percent >= 99.95) return '>99.9%';
  return `${percent.toFixed(1)}%`;
}

/** Of a column that spans more, the time of day is left out. */
const timedSpan = 7 * 86_400;

/** What is measured, as a person writes it: a day for seconds, and its time where all lie within a week. */
export function measuredFigure(
  {measure, minimum, maximum}: Pick<Numbers, 'measure' | 'minimum' | 'maximum'>,
  value: number,
): string {
  if (measure !== 'seconds') return figure(value);
  const instant = new Date(value * 1000);
  // Beyond what a Date holds, 275,760 years from 1970.
  if (Number.isNaN(instant.getTime())) return `${figure(value)} s from 1970`;
  const [day, time] = instant.toISOString().split('T') as [string, string];
  return maximum - minimum > timedSpan ? day : `${day} ${time.slice(0, 5)}`;
}
