import type {Database} from '../../data/database.js';
import type {ColumnSketch, Measure, NumberSketch} from '../../data/sketches/column-sketch.js';
import {deviation} from '../../data/sketches/moments.js';
import {type Picture, pictureOf} from '../../data/sketches/picture.js';
import {quantile} from '../../data/sketches/quantile.js';
import {sketchColumns} from '../../data/sketches/sketch-columns.js';
import type {Tell} from '../../data/tell.js';
import {type Association, associationsOf} from './associations.js';
import {type ComparedRows, compareRows} from './compared-rows.js';
import {type Coverage, coverageOf} from './coverage.js';
import {exactQuartiles, type Quartiles} from './exact-quartiles.js';
import {measuredColumn, type TypedProfile} from './measured-column.js';
import {type MissingTogether, missingTogether} from './missing-together.js';
import {type Outliers, outliersOf} from './outliers.js';
import {type TargetRelation, targetRelation} from './target-relation.js';

/** What is worth knowing of a column, in aggregates. */
export interface ColumnReport {
  column: string;
  type: string;
  rows: number;
  missing: number;
  distinct: number;
  /** Undefined where there is nothing to measure. */
  numbers?: Numbers;
  /** Of numbers alone. */
  outliers?: Outliers;
  /** The values that occur most often, never one that fewer than ten rows have; and the rows with others. */
  frequent: {value: string; rows: number}[];
  others: number;
  /** Of days alone. */
  coverage?: Coverage;
  /** Where there is a target. */
  target?: TargetRelation;
}

export interface Numbers {
  measure: Measure;
  mean: number;
  deviation: number;
  minimum: number;
  lower: number;
  median: number;
  upper: number;
  maximum: number;
  picture: Picture;
}

export interface TableProfile {
  rows: number;
  columns: ColumnReport[];
  missing_together: MissingTogether[];
  /** The strongest first. */
  associations: Association[];
  /** Rows that were compared, and columns that could have been as well. */
  compared: {rows: number; columns: number; left_out: number};
}

/** What was found, and the sketches that it was found from. */
export interface Profiled {
  profile: TableProfile;
  sketches: ColumnSketch[];
}

/** Looks at the columns of a relation that has `adl:row`, and at what they have to do with each other and with a target. */
export async function profileTable(
  database: Database,
  relation: string,
  columns: readonly TypedProfile[],
  target: string | undefined,
  tell: Tell = () => {},
): Promise<Profiled> {
  const sketches = await sketchColumns(database, () => relation, columns.map(measuredColumn), tell);
  tell('what lies far out');
  const exact = await exactQuartiles(database, relation, columns);
  const reports = columns.map((column, at) => reportOf(column, sketches[at]!, exact[at]));
  await addOutliers(database, relation, columns, reports);
  await addCoverage(database, relation, columns, sketches, reports);
  tell('what is missing together');
  const together = await missingTogether(database, relation, columns);
  tell('what goes together');
  const compared = await compareRows(database, relation, columns, sketches, target);
  const associations = await associationsOf(database, compared.columns);
  await addTarget(database, compared, sketches, reports, target);
  const profile = {
    rows: columns[0]?.profile.rows ?? 0,
    columns: reports,
    missing_together: together,
    associations,
    compared: {rows: compared.rows, columns: compared.columns.length, left_out: compared.leftOut},
  };
  return {profile, sketches};
}

function reportOf(
  {profile, type}: TypedProfile,
  sketch: ColumnSketch,
  exact: Quartiles | undefined,
): ColumnReport {
  return {
    column: profile.name,
    type,
    rows: sketch.rows,
    missing: sketch.missing,
    distinct: profile.distinct,
    ...(sketch.numbers && {numbers: {...numbersOf(sketch.numbers), ...exact}}),
    frequent: sketch.frequent.values.map(([value, rows]) => ({value, rows})),
    others: sketch.frequent.others,
  };
}

function numbersOf(numbers: NumberSketch): Numbers {
  const {mean, minimum, maximum} = numbers.moments;
  return {
    measure: numbers.measure,
    mean,
    deviation: deviation(numbers.moments),
    minimum,
    lower: quantile(numbers, 0.25),
    median: quantile(numbers, 0.5),
    upper: quantile(numbers, 0.75),
    maximum,
    picture: pictureOf(numbers),
  };
}

async function addOutliers(
  database: Database,
  relation: string,
  columns: readonly TypedProfile[],
  reports: readonly ColumnReport[],
): Promise<void> {
  const fenced = columns.flatMap((column, at) => {
    const {measured, measure} = measuredColumn(column);
    const {numbers} = reports[at]!;
    return numbers && measure === 'value' ? [{at, measured, lower: numbers.lower, upper: numbers.upper}] : [];
  });
  const found = await outliersOf(database, relation, fenced);
  for (const [of, {at}] of fenced.entries()) if (found[of]) reports[at]!.outliers = found[of];
}

async function addCoverage(
  database: Database,
  relation: string,
  columns: readonly TypedProfile[],
  sketches: readonly ColumnSketch[],
  reports: readonly ColumnReport[],
): Promise<void> {
  for (const [at, column] of columns.entries()) {
    const {numbers} = sketches[at]!;
    if (numbers?.measure !== 'seconds') continue;
    const coverage = await coverageOf(database, relation, measuredColumn(column).measured, numbers);
    if (coverage) reports[at]!.coverage = coverage;
  }
}

async function addTarget(
  database: Database,
  {columns}: ComparedRows,
  sketches: readonly ColumnSketch[],
  reports: readonly ColumnReport[],
  name: string | undefined,
): Promise<void> {
  const target = columns.find((column) => column.name === name);
  if (!target) return;
  for (const [at, report] of reports.entries()) {
    const column = columns.find((one) => one.name === report.column);
    if (!column || column === target) continue;
    report.target = await targetRelation(database, column, sketches[at]!, target);
  }
}
