// Rules over a large table: thirty of them against one aggregate over the same columns, and the rules that have to group
// rows against the count of distinct values. Both read the same table in the same process, in turns.
import {openDatabase} from '../../dist/data/database.js';
import {validateTable} from '../../dist/prepare/validate.js';
import {median, quartileRange} from '../statistics.js';

const rowCount = Number(process.env.ADL_BENCH_ROWS ?? 5_000_000);
const turns = 5;

/** Ten columns: whole numbers, measures with gaps, amounts, codes and days. */
const table = `
  CREATE TABLE strikes AS SELECT
    i AS "adl:row",
    i AS id,
    CAST(hash(i) % 90 + 10 AS INTEGER) AS age,
    CASE WHEN hash(i, 1) % 50 > 0 THEN (hash(i, 2) % 100000) / 250.0 END AS speed,
    CAST(hash(i, 3) % 40000 AS DOUBLE) AS height,
    CASE WHEN hash(i, 4) % 20 > 0 THEN CAST(hash(i, 5) % 1000000 AS DECIMAL(12, 2)) / 100 END AS cost,
    ['Climb', 'Approach', 'Landing Roll', 'Take-off run'][CAST(hash(i, 6) % 4 AS INTEGER) + 1] AS phase,
    ['Day', 'Night', 'Dawn', 'Dusk'][CAST(hash(i, 7) % 4 AS INTEGER) + 1] AS time_of_day,
    'K' || chr(CAST(65 + hash(i, 8) % 26 AS INTEGER)) || chr(CAST(65 + hash(i, 9) % 26 AS INTEGER)) AS airport,
    DATE '2015-01-01' + CAST(hash(i, 10) % 3000 AS INTEGER) AS day,
    hash(i, 11) % 10 = 0 AS damaged
  FROM range(${rowCount}) AS r(i)`;

const columns = ['id', 'age', 'speed', 'height', 'cost', 'phase', 'time_of_day', 'airport', 'day', 'damaged'];
const numbers = ['id', 'age', 'speed', 'height', 'cost'];

/** Thirty rules of sixteen kinds, all of which can be asked in one scan; each of the ten columns has some. */
const scanned = `Rules = [
  RowCount > 1000, ColumnCount = 10, ColumnExists "id", ColumnNamesMatchPattern "[a-z_]+",
  IsComplete "id", IsComplete "age", IsComplete "phase", IsComplete "airport",
  Completeness "speed" > 0.9, Completeness "cost" > 0.9, Completeness "day" = 1,
  ColumnValues "age" between 9 and 100, ColumnValues "height" >= 0, ColumnValues "height" < 40000,
  ColumnValues "id" >= 0, ColumnValues "speed" <= 400 where "speed is not null",
  ColumnValues "cost" >= 0 with threshold > 0.9,
  ColumnValues "phase" in ["Climb", "Approach", "Landing Roll", "Take-off run"],
  ColumnValues "time_of_day" in ["Day", "Night", "Dawn", "Dusk"],
  ColumnValues "day" >= "2015-01-01", ColumnValues "damaged" in ["true", "false"],
  ColumnLength "airport" = 3, DataFreshness "day" > 1 days,
  Mean "age" between 50 and 60, Sum "cost" > 0, StandardDeviation "height" > 0, ZerosCount "height" < 1000000,
  ColumnCorrelation "age" "height" between -0.1 and 0.1,
  (ColumnValues "speed" > 0) or (ColumnValues "speed" in [0, NULL]),
  (RowCount > 0) and (Mean "speed" > 0)
]`;

const grouped = `Rules = [
  DistinctValuesCount "airport" > 100, Uniqueness "airport" < 0.1, UniqueValueRatio "airport" < 0.1, Entropy "airport" > 1,
  DistinctValuesCount "phase" = 4, Entropy "phase" > 1, DistinctValuesCount "day" > 100, IsUnique "id"
]`;

export async function measure(say) {
  const database = await openDatabase();
  say(`making ${rowCount} rows`);
  await database.run(table);
  const rows = [];
  const aggregates = [
    ...columns.flatMap((name) => [`count(${name})`, `min(${name})`, `max(${name})`]),
    ...numbers.map((name) => `avg(${name})`),
  ];
  const inScan = await compare(database, {
    ...{say, rows, of: '30 rules in one scan'},
    rules: scanned,
    baseline: `SELECT count(*), ${aggregates.join(', ')} FROM strikes`,
  });
  // As a csv gives it: whether a column holds numbers has to be found out, and every number to be read.
  await database.run(
    'CREATE TABLE texts AS SELECT "adl:row", CAST(COLUMNS(* EXCLUDE ("adl:row")) AS VARCHAR) FROM strikes',
  );
  const read = (name) => (numbers.includes(name) ? `TRY_CAST(${name} AS DOUBLE)` : name);
  const fields = columns.map(read).flatMap((sql) => [`count(${sql})`, `min(${sql})`, `max(${sql})`]);
  await compare(database, {
    ...{say, rows, of: '30 rules over text', rules: scanned, relation: 'texts'},
    baseline: `SELECT count(*), ${[...fields, ...numbers.map((name) => `avg(${read(name)})`)].join(', ')} FROM texts`,
  });
  await database.run('DROP TABLE texts');
  const inGroups = await compare(database, {
    ...{say, rows, of: '8 rules that group rows'},
    rules: grouped,
    baseline: `SELECT ${['airport', 'phase', 'day', 'id'].map((name) => `count(DISTINCT ${name})`).join(', ')} FROM strikes`,
  });
  database.close();
  return {
    rows,
    bars: [
      bar(`30 rules over ${rowCount} rows, against count, min, max and avg of the same columns`, inScan),
      {
        ...bar('8 rules that group, against count(DISTINCT …) of the same columns', inGroups),
        bar: '<= 4',
        met: inGroups <= 4,
      },
    ],
  };
}

async function compare(database, {say, rows, of, rules, baseline, relation = 'strikes'}) {
  say(of);
  const times = {rules: [], baseline: []};
  for (let turn = 0; turn <= turns; turn += 1) {
    const spent = {
      baseline: await timed(() => database.rows(baseline)),
      rules: await timed(() => validate(database, rules, relation)),
    };
    // The first turn warms both up.
    if (turn > 0) for (const [name, time] of Object.entries(spent)) times[name].push(time);
  }
  const ratio = median(times.rules) / median(times.baseline);
  for (const [name, values] of Object.entries(times))
    rows.push({of, what: name, median_ms: median(values), spread_ms: quartileRange(values)});
  rows.push({of, what: 'ratio', median_ms: ratio});
  return ratio;
}

async function validate(database, text, relation) {
  const {validation} = await validateTable({
    ...{database, relation, environment: 'training', now: Date.parse('2024-01-01')},
    rules: {text, name: 'bench'},
    past: () => [],
  });
  const broken = validation.rules.filter(({status}) => status !== 'passed');
  if (broken.length > 0) throw new Error(`Expected every rule to pass: ${JSON.stringify(broken[0])}`);
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function bar(name, value) {
  return {name, value, bar: '<= 2', met: value <= 2};
}
