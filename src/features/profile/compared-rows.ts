import type {Database} from '../../data/database.js';
import {literal} from '../../data/identifier.js';
import type {ColumnSketch} from '../../data/sketches/column-sketch.js';
import {valueText} from '../../data/sketches/value-text.js';
import {type Kind, kindOf, measuredColumn, type TypedProfile} from './measured-column.js';
import {sqlNumber} from './sql-number.js';

/** A column as `adl:compared` holds it: a DOUBLE, or the code of a category, from 1; 0 stands for the rare ones together. */
export interface ComparedColumn {
  name: string;
  kind: Exclude<Kind, 'none'>;
  /** Its name in `adl:compared`. */
  as: string;
  /** What the codes from 1 stand for. */
  categories: string[];
  /** What numbers were divided by, so that they can be squared. */
  scale: number;
}

export interface ComparedRows {
  columns: ComparedColumn[];
  rows: number;
  /** Columns that could be compared as well, but were not, as they are too many. */
  leftOut: number;
}

/** Rows that are compared, at most: a correlation of so many is sure to 0.01. */
const mostRows = 100_000;
const mostColumns = 40;
const mostCategories = 50;

/**
 * Makes the table `adl:compared` of what can be compared across columns, of about 100,000 rows at most: which ones, the hash
 * of their number says.
 */
export async function compareRows(
  database: Database,
  relation: string,
  columns: readonly TypedProfile[],
  sketches: readonly ColumnSketch[],
  first: string | undefined,
): Promise<ComparedRows> {
  const able = columns
    .map((column, at) => ({column, sketch: sketches[at]!}))
    .filter(({column, sketch}) => isComparable(column, sketch))
    .sort((a, b) => Number(b.column.profile.name === first) - Number(a.column.profile.name === first));
  const taken = able.slice(0, mostColumns);
  const compared = taken.map(({column, sketch}, at) => comparedColumn(column, sketch, at));
  const total = columns[0]?.profile.rows ?? 0;
  const every = Math.max(1, Math.ceil(total / mostRows));
  const expressions = taken.map(
    ({column}, at) => `, ${expressionOf(column, compared[at]!)} AS ${compared[at]!.as}`,
  );
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:compared" AS SELECT "adl:row"${expressions.join('')} FROM ${relation}
     WHERE hash("adl:row") % ${every} = 0`,
  );
  const [count] = await database.rows<{rows: number}>('SELECT count(*) AS rows FROM "adl:compared"');
  return {columns: compared, rows: count!.rows, leftOut: able.length - taken.length};
}

function isComparable(column: TypedProfile, {frequent, numbers}: ColumnSketch): boolean {
  const kind = kindOf(column);
  if (kind === 'number') return numbers !== undefined && numbers.moments.minimum < numbers.moments.maximum;
  return kind === 'category' && frequent.values.length + Number(frequent.others > 0) > 1;
}

function comparedColumn(column: TypedProfile, {frequent, numbers}: ColumnSketch, at: number): ComparedColumn {
  const kind = kindOf(column) as ComparedColumn['kind'];
  const categories = kind === 'category' ? frequent.values.slice(0, mostCategories) : [];
  return {
    name: column.profile.name,
    kind,
    as: `c${at}`,
    categories: categories.map(([value]) => value),
    scale: scaleOf(numbers),
  };
}

/** Squares of numbers up to this one can be added up. */
const largestPlain = 1e100;

function scaleOf(numbers: ColumnSketch['numbers']): number {
  const largest = numbers
    ? Math.max(Math.abs(numbers.moments.minimum), Math.abs(numbers.moments.maximum))
    : 0;
  return largest > largestPlain ? largest : 1;
}

function expressionOf(column: TypedProfile, {kind, categories, scale}: ComparedColumn): string {
  const {value, measured} = measuredColumn(column);
  if (kind === 'number') return scale === 1 ? measured : `(${measured}) / ${sqlNumber(scale)}`;
  const known = `[${categories.map(literal).join(', ')}]::VARCHAR[]`;
  return `CASE WHEN ${value} IS NULL THEN NULL
    ELSE coalesce(list_position(${known}, ${valueText(value, column.profile.raw === 'number')}), 0) END`;
}
