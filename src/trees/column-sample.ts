import type {Random} from '../base/random.js';

/** A share of some columns, at least one, in their order. */
export function shareOf(columns: readonly number[], share: number, random: Random): readonly number[] {
  const count = Math.min(columns.length, Math.max(1, Math.round(share * columns.length)));
  if (count === columns.length) return columns;
  const left = [...columns];
  for (let at = 0; at < count; at += 1) {
    const other = at + random.integer(left.length - at);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left.slice(0, count).sort((a, b) => a - b);
}
