import type {Database} from '../../data/database.js';
import type {ColumnSketch} from '../../data/sketches/column-sketch.js';
import {fewestRows} from '../../data/sketches/frequent-values.js';
import {logarithmicEnds} from '../../data/sketches/logarithmic-histogram.js';
import {quantile} from '../../data/sketches/quantile.js';
import type {ComparedColumn} from './compared-rows.js';
import {sqlNumber} from './sql-number.js';

/** What the target is where a column has a certain value, or one of a range. */
export interface TargetRelation {
  /** Of a target of classes: those that `shares` are of, no more than five. */
  classes?: string[];
  groups: TargetGroup[];
}

export interface TargetGroup {
  /** One category, all rare ones together, numbers from one up to below another, or rows without a value. */
  is: 'category' | 'others' | 'range' | 'missing';
  category?: string;
  from?: number;
  to?: number;
  rows: number;
  /** Of each class, in the order of `classes`. */
  shares?: number[];
  mean?: number;
}

const mostGroups = 10;
const mostClasses = 5;
const shares = Array.from({length: mostGroups + 1}, (_, at) => at / mostGroups);
const tail = [0.95, 0.99];

/** In groups of ten rows or more: tenths of the numbers, or the ten most frequent categories. */
export async function targetRelation(
  database: Database,
  column: ComparedColumn,
  sketch: ColumnSketch,
  target: ComparedColumn,
): Promise<TargetRelation> {
  const edges = column.kind === 'number' ? edgesOf(sketch) : [];
  const scaled = edges.map((edge) => edge / column.scale);
  const group = column.kind === 'number' ? binSql(column.as, scaled) : groupSql(column.as);
  const classes = target.categories.slice(0, mostClasses);
  const facts =
    target.kind === 'number'
      ? [`avg(${target.as}) AS mean`]
      : classes.map((_, at) => `count_if(${target.as} = ${at + 1}) / count(*) AS s${at}`);
  const rows = await database.rows<Record<string, number | null>>(
    `SELECT ${group} AS g, count(*) AS n, ${facts.join(', ')} FROM "adl:compared" WHERE ${target.as} IS NOT NULL
     GROUP BY ALL HAVING n >= ${fewestRows} ORDER BY g NULLS LAST`,
  );
  const groups = rows.map((row) => ({
    ...labelOf(column, edges, row.g ?? undefined),
    rows: row.n!,
    ...(target.kind === 'number'
      ? {mean: row.mean! * target.scale}
      : {shares: classes.map((_, at) => row[`s${at}`]!)}),
  }));
  return target.kind === 'number' ? {groups} : {classes, groups};
}

/** The tenths of its values; where most are the same, its tail, and zero apart from what is more. */
function edgesOf({numbers}: ColumnSketch): number[] {
  const {minimum, maximum} = numbers!.moments;
  const tenths = distinct(shares.map((share) => quantile(numbers!, share)));
  if (tenths.length > 2) return tenths;
  const [more] = numbers!.logarithmic.filter(([bin]) => bin > 0);
  const above = minimum === 0 && more ? [logarithmicEnds(more[0])[0]] : [];
  const ends = tail.map((share) => quantile(numbers!, share)).filter((end) => end > (above[0] ?? minimum));
  return distinct([minimum, ...above, ...ends, maximum]);
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}

function binSql(x: string, edges: readonly number[]): string {
  const cases = edges.slice(1, -1).map((edge, at) => `WHEN ${x} < ${sqlNumber(edge)} THEN ${at + 1}`);
  return `CASE WHEN ${x} IS NULL THEN NULL ${cases.join(' ')} ELSE ${Math.max(1, edges.length - 1)} END`;
}

function groupSql(code: string): string {
  return `CASE WHEN ${code} > ${mostGroups} OR ${code} = 0 THEN ${mostGroups + 1} ELSE ${code} END`;
}

function labelOf(
  {kind, categories}: ComparedColumn,
  edges: readonly number[],
  group: number | undefined,
): Pick<TargetGroup, 'is' | 'category' | 'from' | 'to'> {
  if (group === undefined) return {is: 'missing'};
  if (kind === 'number') return {is: 'range', from: edges[group - 1]!, to: edges[group] ?? edges.at(-1)!};
  return group > mostGroups ? {is: 'others'} : {is: 'category', category: categories[group - 1]!};
}
