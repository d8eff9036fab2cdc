import type {Database} from '../../data/database.js';
import {sqlNumber} from './sql-number.js';

/** Values beyond the fences, which lie 1.5 times the distance of the quartiles outside of them (Tukey 1977, section 2D). */
export interface Outliers {
  low: number;
  high: number;
  below: number;
  above: number;
}

/** A column of numbers, as SQL, and its quartiles. */
export interface FencedColumn {
  measured: string;
  lower: number;
  upper: number;
}

const reach = 1.5;

/** One scan for all. Where the quartiles are the same every other value would be one: there it is none. */
export async function outliersOf(
  database: Database,
  relation: string,
  columns: readonly FencedColumn[],
): Promise<(Outliers | undefined)[]> {
  const fences = columns.map(fencesOf);
  const counts = columns.flatMap(({measured}, at) => {
    const fence = fences[at];
    if (!fence) return [];
    return [
      `count_if(${measured} < ${sqlNumber(fence.low)}) AS below${at}`,
      `count_if(${measured} > ${sqlNumber(fence.high)}) AS above${at}`,
    ];
  });
  if (counts.length === 0) return columns.map(() => undefined);
  const [row] = await database.rows<Record<string, number>>(`SELECT ${counts.join(', ')} FROM ${relation}`);
  return fences.map(
    (fence, at) => fence && {...fence, below: row![`below${at}`]!, above: row![`above${at}`]!},
  );
}

function fencesOf({lower, upper}: FencedColumn): {low: number; high: number} | undefined {
  const distance = upper - lower;
  return distance > 0 ? {low: lower - reach * distance, high: upper + reach * distance} : undefined;
}
