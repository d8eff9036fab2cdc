import {bounded} from '../bounded.js';
import type {Database} from '../database.js';
import {identifier} from '../identifier.js';
import type {Tell} from '../tell.js';
import type {ColumnSketch, Measure, NumberSketch} from './column-sketch.js';
import {distinctSketch, hashSql, registerSql, zerosSql} from './distinct-sketch.js';
import {dyadicBin, exponentFor} from './dyadic-histogram.js';
import {fewestRows, frequentValues} from './frequent-values.js';
import {logarithmicBin} from './logarithmic-histogram.js';
import {valueText} from './value-text.js';

/** A column to be sketched. */
export interface SketchedColumn {
  name: string;
  /** The value as SQL, NULL where it is missing. */
  value: string;
  /** Whether values are numbers, and not the text of some. */
  isNumber: boolean;
  measure: Measure;
  /** What is measured, as SQL: a finite DOUBLE, or NULL. */
  measured: string;
  /** Whether single values are counted. Of numbers that hardly ever come again, none is frequent. */
  hasFrequent: boolean;
}

/** No more statements than this for the moments: each of them has to be bound to every column anew. */
const mostPasses = 32;

/**
 * Sketches columns: a few scans for the moments of all, and then their values grouped by bin, by hash and by themselves. Of
 * large tables each column alone; of small ones many at once, as a statement takes longer to make ready than to run.
 * @param relation with the columns of those names, or all of them
 */
export async function sketchColumns(
  database: Database,
  relation: (names: readonly string[]) => string,
  columns: readonly SketchedColumn[],
  tell: Tell = () => {},
): Promise<ColumnSketch[]> {
  const hash = await hashName(database);
  const [count] = await database.rows<{rows: number}>(`SELECT count(*) AS rows FROM ${relation([])}`);
  const isLarge = count!.rows > fewRows;
  const alone = columns.filter(({measure}) => isLarge && measure !== 'value');
  const others = columns.filter((column) => !alone.includes(column));
  const found = new Map<string, ColumnSketch>();
  for (const column of alone) {
    tell(`column ${found.size + 1} of ${columns.length}`);
    found.set(column.name, await sketchTexts(database, relation([column.name]), column, count!.rows, hash));
  }
  const facts = await factsOf(database, relation, others, tell);
  const together = Math.max(1, Math.min(mostTogether, Math.floor(fewRows / Math.max(1, count!.rows))));
  for (let start = 0; start < others.length; start += together) {
    tell(`column ${found.size + 1} of ${columns.length}`);
    const some = others.slice(start, start + together);
    const own = facts.slice(start, start + together);
    const groups = await groupsOf(database, relation(some.map(({name}) => name)), some, own);
    for (const [at, column] of some.entries())
      found.set(column.name, sketchOf(column, own[at]!, groups[at]!, hash));
  }
  return columns.map(({name}) => found.get(name)!);
}

/** Of many rows each text is measured once, however many rows have it. */
async function sketchTexts(
  database: Database,
  relation: string,
  column: SketchedColumn,
  rows: number,
  hash: string,
): Promise<ColumnSketch> {
  const once = '"adl:measured"';
  const name = identifier(column.name);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${once} AS SELECT ${column.value} AS v, ${column.measured} AS x, "adl:n" AS n
     FROM (SELECT ${name}, count(*) AS "adl:n" FROM ${relation} GROUP BY ALL)`,
  );
  const [facts] = await database.rows<Omit<Facts, 'rows'>>(
    `SELECT coalesce(sum(n) FILTER (WHERE v IS NOT NULL), 0) AS present,
       coalesce(sum(n) FILTER (WHERE x IS NOT NULL), 0) AS n, sum(n * x) / sum(n) FILTER (WHERE x IS NOT NULL) AS mean,
       greatest(0, sum(n * (x - low) ** 2) - sum(n * (x - low)) ** 2 / sum(n) FILTER (WHERE x IS NOT NULL)) AS squares,
       min(x) AS minimum, max(x) AS maximum, bool_and(x = floor(x)) AS whole
     FROM (SELECT *, min(x) OVER () AS low FROM ${once})`,
  );
  const own = {...facts!, rows};
  const measured = {...column, value: 'v', measured: 'x'};
  const [groups] = await groupsOf(database, once, [measured], [own], 'n');
  await database.run(`DROP TABLE ${once}`);
  return sketchOf(column, own, groups!, hash);
}

/** Of so many rows at most, columns are grouped together, and so many of them. */
const fewRows = 100_000;
const mostTogether = 50;

interface Facts {
  rows: number;
  present: number;
  n: number;
  mean: number | null;
  squares: number | null;
  minimum: number | null;
  maximum: number | null;
  whole: boolean | null;
}

async function factsOf(
  database: Database,
  relation: (names: readonly string[]) => string,
  columns: readonly SketchedColumn[],
  tell: Tell,
): Promise<Facts[]> {
  const together = Math.max(1, Math.ceil(columns.length / mostPasses));
  const found: Facts[] = [];
  for (let start = 0; start < columns.length; start += together) {
    tell(`column ${start + 1} of ${columns.length}`);
    const some = columns.slice(start, start + together);
    const values = some.map(({value, measured}, at) => `${value} AS v${at}, ${measured} AS x${at}`);
    const [row] = await database.rows<Record<string, never>>(
      `SELECT count(*) AS rows, ${some.map((_, at) => momentsSql(at)).join(', ')}
       FROM (SELECT ${values.join(', ')} FROM ${relation(some.map(({name}) => name))})`,
    );
    found.push(...some.map((_, at) => ({rows: row!.rows!, ...factsIn(row!, at)})));
  }
  return found;
}

const names = ['present', 'n', 'mean', 'squares', 'minimum', 'maximum', 'whole'] as const;

function momentsSql(at: number): string {
  const x = `x${at}`;
  const aggregates: Record<(typeof names)[number], string> = {
    present: `count(v${at})`,
    n: `count(${x})`,
    mean: `avg(${bounded(x)})`,
    squares: `var_pop(${bounded(x)}) * count(${x})`,
    minimum: `min(${x})`,
    maximum: `max(${x})`,
    whole: `bool_and(${x} = floor(${x}))`,
  };
  return names.map((name) => `${aggregates[name]} AS ${name}_${at}`).join(', ');
}

function factsIn(row: Record<string, never>, at: number): Omit<Facts, 'rows'> {
  return Object.fromEntries(names.map((name) => [name, row[`${name}_${at}`]])) as unknown as Omit<
    Facts,
    'rows'
  >;
}

function sketchOf(
  {name, measure, hasFrequent}: SketchedColumn,
  facts: Facts,
  groups: readonly Group[],
  hash: string,
): ColumnSketch {
  const {rows, present} = facts;
  const of = (kind: Group['kind']) =>
    groups.filter((group) => group.kind === kind && (group.bin ?? group.text) !== null);
  const frequent = of('value').map(({text, n}) => ({value: text!, rows: n}));
  const registers = of('register').map(({bin, zeros}) => ({register: bin!, zeros: zeros!}));
  return {
    name,
    rows,
    missing: rows - (measure === 'characters' ? present : facts.n),
    numbers: numbersOf(measure, facts, of('dyadic'), of('logarithmic')),
    distinct: distinctSketch(hash, registers),
    frequent: hasFrequent ? frequentValues(frequent, present) : {values: [], others: present},
  };
}

interface Group {
  /** Which of the columns it is of. */
  place: number;
  kind: 'dyadic' | 'logarithmic' | 'register' | 'value';
  bin: number | null;
  text: string | null;
  n: number;
  zeros: number | null;
}

/**
 * Grouped in four ways at once; of each group, how many values are in it, and what their hashes tell.
 * @param weight how many rows have what stands there
 */
async function groupsOf(
  database: Database,
  relation: string,
  columns: readonly SketchedColumn[],
  facts: readonly Facts[],
  weight = '1',
): Promise<Group[][]> {
  const each = (of: (column: SketchedColumn, at: number) => string) =>
    `unnest([${columns.map(of).join(', ')}])`;
  const values = columns.map(({value, measured}, at) => `${value} AS v${at}, ${measured} AS x${at}`);
  const dyadic = (_: SketchedColumn, at: number) => {
    const {minimum, maximum} = facts[at]!;
    return minimum === null || maximum === null
      ? 'NULL::BIGINT'
      : dyadicBin(`x${at}`, exponentFor(minimum, maximum));
  };
  const text = ({hasFrequent, isNumber}: SketchedColumn, at: number) =>
    hasFrequent ? valueText(`v${at}`, isNumber) : 'NULL::VARCHAR';
  const found = await database.rows<Group>(
    `SELECT place, CASE WHEN grouping(dyadic) = 0 THEN 'dyadic' WHEN grouping(logarithmic) = 0 THEN 'logarithmic'
         WHEN grouping(register) = 0 THEN 'register' ELSE 'value' END AS kind,
       coalesce(dyadic, logarithmic, register) AS bin, value AS text, sum(w) AS n, ${zerosSql('h')} AS zeros
     FROM (
       SELECT *, ${registerSql('h')} AS register FROM (
         SELECT ${each((_, at) => String(at))} AS place, ${each(dyadic)} AS dyadic,
           ${each((_, at) => logarithmicBin(`x${at}`))} AS logarithmic, ${each(text)} AS value,
           ${each((_, at) => hashSql(`v${at}`))} AS h, w
         FROM (SELECT ${values.join(', ')}, ${weight} AS w FROM ${relation})
       )
     ) GROUP BY GROUPING SETS ((place, dyadic), (place, logarithmic), (place, register), (place, value))
     HAVING grouping(value) = 1 OR sum(w) >= ${fewestRows} ORDER BY kind, bin`,
  );
  return columns.map((_, at) => found.filter(({place}) => place === at));
}

function numbersOf(
  measure: Measure,
  {n: count, mean, squares, minimum, maximum, whole}: Facts,
  dyadic: readonly Group[],
  logarithmic: readonly Group[],
): NumberSketch | undefined {
  if (minimum === null || maximum === null) return undefined;
  const bins = (groups: readonly Group[]) => groups.map(({bin, n}) => [bin!, n] as const);
  return {
    measure,
    whole: whole!,
    moments: {count, mean: mean!, squares: squares!, minimum, maximum},
    dyadic: {exponent: exponentFor(minimum, maximum), bins: bins(dyadic)},
    logarithmic: bins(logarithmic),
  };
}

/** DuckDB's hashes are its own, and may be others in another version. */
async function hashName(database: Database): Promise<string> {
  const [row] = await database.rows<{version: string}>('SELECT version() AS version');
  return `duckdb ${row!.version}`;
}
