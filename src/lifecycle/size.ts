import {AdlError} from '../base/errors.js';

/** Of one of each; `K` and `k` are both a thousand, `Ki` 1024. */
const units: Readonly<Record<string, number>> = {
  ...{kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12},
  ...{kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40},
};

/** What a size looks like. */
export const sizePattern = /^(?=.*[1-9])\d+(\.\d+)?\s?([kmgt]i?b)$/i;

/** `2GB`, `512 MiB` → bytes. @throws FLAG_INVALID */
export function bytesOfSize(size: string): number {
  const text = size.trim();
  const unit = sizePattern.exec(text)?.[2];
  if (unit) return Math.floor(Number.parseFloat(text) * units[unit.toLowerCase()]!);
  throw new AdlError('FLAG_INVALID', `Expected a size such as 2GB or 512MB, got \`${size}\`.`, {
    suggestions: ['--memory 2GB'],
  });
}

/** `17.3 kB`: thousands, as file managers count. */
export function sizeInWords(bytes: number): string {
  const [unit, name] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${(bytes / unit).toFixed(1)} ${name}`;
}
