import type {Database} from '../../data/database.js';
import type {ComparedColumn} from './compared-rows.js';

/** How much two columns tell of each other. */
export interface Association {
  columns: [string, string];
  measure: AssociationMeasure;
  /** 0 … 1, but for a correlation, which has a sign. */
  value: number;
  /** The rows in which both have a value: thirty at least. */
  rows: number;
}

/**
 * Two columns of numbers: Pearson's correlation. Two of categories: Cramér's V, without its bias (Bergsma 2013, equations
 * 6 to 8). One of each: the correlation ratio (Fisher 1925, section 45), the root of the share of the variance that lies
 * between the categories, without its bias (Kelley 1935, ε²).
 */
export type AssociationMeasure = 'correlation' | 'cramers-v' | 'correlation-ratio';

/** What fewer rows say of two columns is chance. */
const fewestPairs = 30;

/** Each pair of columns of `adl:compared`, in the rows in which both have a value; a pair of which nothing is known is left out. */
export async function associationsOf(
  database: Database,
  columns: readonly ComparedColumn[],
): Promise<Association[]> {
  const numbers = columns.filter(({kind}) => kind === 'number');
  const categories = columns.filter(({kind}) => kind === 'category');
  const found = [
    ...(await correlations(database, numbers)),
    ...(await correlationRatios(database, categories, numbers)),
    ...(await cramersVs(database, categories)),
  ];
  return found
    .filter(({value, rows}) => Number.isFinite(value) && rows >= fewestPairs)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

async function correlations(database: Database, columns: readonly ComparedColumn[]): Promise<Association[]> {
  const pairs = pairsOf(columns);
  if (pairs.length === 0) return [];
  const each = pairs.map(
    ([a, b], at) => `corr(${a.as}, ${b.as}) AS r${at}, regr_count(${a.as}, ${b.as}) AS n${at}`,
  );
  const [row] = await database.rows<Record<string, number | null>>(
    `SELECT ${each.join(', ')} FROM "adl:compared"`,
  );
  return pairs.map(([a, b], at) => ({
    columns: [a.name, b.name],
    measure: 'correlation',
    value: row![`r${at}`] ?? Number.NaN,
    rows: row![`n${at}`] ?? 0,
  }));
}

async function correlationRatios(
  database: Database,
  categories: readonly ComparedColumn[],
  numbers: readonly ComparedColumn[],
): Promise<Association[]> {
  if (numbers.length === 0) return [];
  const found: Association[] = [];
  for (const category of categories) {
    const groups = numbers.map(
      ({as}) => `count(${as}) AS n_${as}, avg(${as}) AS m_${as}, var_pop(${as}) AS v_${as}`,
    );
    const rows = await database.rows<Record<string, number | null>>(
      `SELECT ${groups.join(', ')} FROM "adl:compared" WHERE ${category.as} IS NOT NULL GROUP BY ${category.as}`,
    );
    for (const {name, as} of numbers) {
      const parts = rows.flatMap((row) =>
        row[`n_${as}`]! > 0
          ? [{count: row[`n_${as}`]!, mean: row[`m_${as}`]!, variance: row[`v_${as}`]!}]
          : [],
      );
      found.push({
        columns: [category.name, name],
        measure: 'correlation-ratio',
        value: correlationRatio(parts),
        rows: parts.reduce((sum, part) => sum + part.count, 0),
      });
    }
  }
  return found;
}

/** Of the numbers in each category: how many, their mean, their variance in population form. */
export function correlationRatio(groups: readonly {count: number; mean: number; variance: number}[]): number {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const mean = groups.reduce((sum, group) => sum + group.count * group.mean, 0) / count;
  const between = groups.reduce((sum, group) => sum + group.count * (group.mean - mean) ** 2, 0);
  const within = groups.reduce((sum, group) => sum + group.count * group.variance, 0);
  const unexplained = (within / (between + within)) * ((count - 1) / (count - groups.length));
  return Math.sqrt(Math.max(0, 1 - unexplained));
}

async function cramersVs(database: Database, columns: readonly ComparedColumn[]): Promise<Association[]> {
  const found: Association[] = [];
  for (const [a, b] of pairsOf(columns)) {
    const cells = await database.rows<{a: number; b: number; n: number}>(
      `SELECT ${a.as} AS a, ${b.as} AS b, count(*) AS n FROM "adl:compared"
       WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY ALL`,
    );
    found.push({
      columns: [a.name, b.name],
      measure: 'cramers-v',
      value: cramersV(cells),
      rows: cells.reduce((sum, {n}) => sum + n, 0),
    });
  }
  return found;
}

/** Of the cells of a table that hold something. */
export function cramersV(cells: readonly {a: number; b: number; n: number}[]): number {
  const [byA, byB] = [new Map<number, number>(), new Map<number, number>()];
  let count = 0;
  for (const {a, b, n} of cells) {
    byA.set(a, (byA.get(a) ?? 0) + n);
    byB.set(b, (byB.get(b) ?? 0) + n);
    count += n;
  }
  // Chi-squared over n, by the sum over all cells of n_ab² / (n_a n_b).
  const squares = cells.reduce((sum, {a, b, n}) => sum + n ** 2 / (byA.get(a)! * byB.get(b)!), 0) - 1;
  const [rows, columns] = [byA.size, byB.size];
  const unbiased = Math.max(0, squares - ((rows - 1) * (columns - 1)) / (count - 1));
  const corrected = (size: number) => size - (size - 1) ** 2 / (count - 1);
  return Math.min(1, Math.sqrt(unbiased / (Math.min(corrected(rows), corrected(columns)) - 1)));
}

function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, at) => items.slice(at + 1).map((other): [Item, Item] => [one, other]));
}
