// The tables, as arrays that every contender reads: float32 numbers, int32 codes, and the target, row by row.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {randomStream} from '../../dist/base/random.js';
import {openDatabase} from '../../dist/data/database.js';

const flights = fileURLToPath(
  new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
);

/** One row in five is kept to compare predictions on. */
const share = 5;

/** Of every table: `query` gives its columns and `y`. `numbers` and `categories` are the columns that are taken. */
export const tables = {
  flights: {
    rows: 1_000_000,
    source: () => `(
      SELECT DISTANCE AS distance, ORIGIN AS origin, DESTINATION AS destination, month(moment) AS month,
        dayofweek(moment) AS weekday, day(moment) AS day, hour(moment) + minute(moment) / 60 AS hour, (delay > 15)::INTEGER AS y
      FROM (SELECT distance AS DISTANCE, origin AS ORIGIN, destination AS DESTINATION, date AS moment, delay
        FROM read_parquet('${flights}') LIMIT 1000000))`,
    numbers: ['distance', 'month', 'weekday', 'day', 'hour'],
    categories: ['origin', 'destination'],
  },
  dense: {dense: true, rows: 500_000},
  adult: {file: 'adult.csv', target: 'salary'},
  churn: {file: 'churn.csv', target: 'Churn', drop: ['customerID']},
  kropt: {file: 'kropt.csv', target: 'game'},
};

/** @returns what is known of the table, and where its files are */
export async function writeTable(name, folder, tablesFolder) {
  const table = tables[name];
  const place = join(folder, name);
  mkdirSync(place, {recursive: true});
  const read = table.dense ? denseRows(table.rows) : await databaseRows(table, tablesFolder);
  const split = divide(read);
  for (const [part, {numeric, codes, target}] of Object.entries(split)) {
    writeFileSync(join(place, `${part}.numeric`), numeric);
    writeFileSync(join(place, `${part}.codes`), codes);
    writeFileSync(join(place, `${part}.target`), target);
  }
  const facts = {
    name,
    numbers: read.width,
    sizes: read.sizes,
    classes: read.classes,
    rows: {train: split.train.target.length, test: split.test.target.length},
  };
  writeFileSync(join(place, 'table.json'), JSON.stringify(facts));
  return {...facts, place, test: split.test.target};
}

/** Fifty numbers, a tenth of which matter, in a function with steps and products, and noise. */
function denseRows(rows) {
  const [random, width] = [randomStream(0, 'dense'), 50];
  const numeric = new Float32Array(rows * width).map(() => random.normal());
  const target = Float64Array.from({length: rows}, (_, row) => {
    const [a, b, c, d, e] = numeric.subarray(row * width, row * width + 5);
    const score = a * b + Math.sin(2 * c) + (d > 0.5 ? 1 : 0) - 0.5 * e * e + random.normal();
    return score > 0 ? 1 : 0;
  });
  return {width, sizes: [], classes: 2, numeric, codes: new Int32Array(0), target};
}

async function databaseRows(table, tablesFolder) {
  const database = await openDatabase();
  try {
    const source = table.source?.() ?? `read_csv('${join(tablesFolder, table.file)}')`;
    const {numbers, categories} = table.source ? table : await columnsOf(database, source, table);
    const target = table.source ? 'y' : `"${table.target}"`;
    const dictionaries = await Promise.all(categories.map((column) => valuesOf(database, source, column)));
    const labels = table.source ? undefined : await valuesOf(database, source, table.target);
    const coded = (column, dictionary) =>
      `list_position(${literalList(dictionary)}, "${column}"::VARCHAR) - 1`;
    const picks = [
      ...numbers.map((column) => `"${column}"::FLOAT`),
      ...categories.map(
        (column, at) => `coalesce(${coded(column, dictionaries[at])}, ${dictionaries[at].length})`,
      ),
      labels ? coded(table.target, labels) : target,
    ];
    const width = numbers.length;
    const numeric = [];
    const codes = [];
    const found = [];
    await database.stream(
      `SELECT ${picks.map((pick, at) => `${pick} AS c${at}`).join(', ')} FROM ${source}`,
      (columns, count) => {
        for (let row = 0; row < count; row += 1) {
          for (let at = 0; at < width; at += 1) numeric.push(columns[at][row] ?? Number.NaN);
          for (let at = 0; at < categories.length; at += 1) codes.push(Number(columns[width + at][row]));
          found.push(Number(columns.at(-1)[row]));
        }
      },
    );
    return {
      width,
      sizes: dictionaries.map(({length}) => length + 1),
      classes: labels?.length ?? 2,
      numeric: Float32Array.from(numeric),
      codes: Int32Array.from(codes),
      target: Float64Array.from(found),
    };
  } finally {
    database.close();
  }
}

async function columnsOf(database, source, {target, drop = []}) {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
  const own = described.filter(({column_name: name}) => name !== target && !drop.includes(name));
  const isNumber = ({column_type: type}) => /INT|DOUBLE|DECIMAL|FLOAT/.test(type);
  const names = (list) => list.map(({column_name: name}) => name);
  return {numbers: names(own.filter(isNumber)), categories: names(own.filter((column) => !isNumber(column)))};
}

async function valuesOf(database, source, column) {
  const rows = await database.rows(
    `SELECT DISTINCT "${column}"::VARCHAR AS value FROM ${source} WHERE "${column}" IS NOT NULL ORDER BY 1`,
  );
  return rows.map(({value}) => value);
}

function literalList(values) {
  return `[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')}]`;
}

function divide({width, sizes, numeric, codes, target}) {
  const rows = target.length;
  const isTest = (row) => (row * 7 + 3) % share === 0;
  const part = (wanted) => {
    const own = Array.from({length: rows}, (_, row) => row).filter((row) => isTest(row) === wanted);
    const take = (Kind, from, columns) => {
      const taken = new Kind(own.length * columns);
      own.forEach((row, at) => taken.set(from.subarray(row * columns, (row + 1) * columns), at * columns));
      return taken;
    };
    return {
      numeric: take(Float32Array, numeric, width),
      codes: take(Int32Array, codes, sizes.length),
      target: take(Float64Array, target, 1),
    };
  };
  return {train: part(false), test: part(true)};
}
