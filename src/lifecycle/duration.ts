import {AdlError} from '../base/errors.js';

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/** `90s`, `10m`, `1.5h`, `500ms` → milliseconds. @throws FLAG_INVALID */
export function milliseconds(duration: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(duration.trim());
  const length = match ? Number(match[1]) * units[match[2]!]! : 0;
  if (length > 0) return length;
  throw new AdlError(
    'FLAG_INVALID',
    `Expected a time longer than nothing, such as 90s or 10m, got \`${duration}\`.`,
    {
      suggestions: ['--time 10m'],
    },
  );
}

/** `0.5 s`, `90 s`. */
export function exact(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** `0.52 s`, `17 s`, `12 minutes`, `1.5 hours`: two digits, as much as a guess is worth. */
export function rough(milliseconds: number): string {
  const two = (value: number) => String(Number(value.toPrecision(2)));
  const seconds = milliseconds / 1000;
  if (seconds < 99.5) return `${two(seconds)} s`;
  return seconds < 5970 ? `${two(seconds / 60)} minutes` : `${two(seconds / 3600)} hours`;
}
