import {describe, expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import type {ExampleTable} from '../../src/prepare/rules/rule.js';
import {suggestRules} from '../../src/prepare/suggest.js';
import {lowerBound} from '../../src/prepare/suggesting/suggesters.js';
import {validateTable} from '../../src/prepare/validate.js';
import {pastOf} from '../../src/prepare/validation/past.js';
import {fill, now, validated} from '../helpers/rules.js';

const table: ExampleTable = {
  columns: {id: 'INTEGER', speed: 'DOUBLE', phase: 'VARCHAR', damaged: 'VARCHAR'},
  rows: [
    [1, 10, 'climb', 'yes'],
    [2, null, 'taxi', 'no'],
    [3, -4, null, 'no'],
    [3, 7, 'zoom', 'no'],
  ],
};
const matching = (text: string | RegExp): unknown =>
  typeof text === 'string' ? text : expect.stringMatching(text);
const statuses = async (text: string, more = {}) =>
  (await validated(text, {table, ...more})).validation.rules.map(({status}) => status);

describe('rules that are joined', () => {
  it('hold together or one of them', async () => {
    const [yes, no] = ['(RowCount = 4)', '(RowCount = 5)'];
    expect(
      await statuses(
        [
          `${yes} and ${yes}`,
          `${yes} and ${no}`,
          `${no} or ${yes}`,
          `${no} or ${no}`,
          `${no} or (${yes} and ${yes})`,
        ].join(),
      ),
    ).toEqual(['passed', 'failed', 'passed', 'failed', 'passed']);
  });

  it('are judged row by row where they are about rows, as a whole otherwise', async () => {
    const parts = ['(ColumnValues "speed" > 0) or (ColumnValues "speed" = NULL)'];
    const {validation} = await validated(
      `${parts}, (ColumnValues "speed" > 0) or (Completeness "speed" = 1), (ColumnValues "id" > 9) and (RowCount > 9)`,
      {table},
    );
    expect(validation.rules.map(({status, failing_rows: rows}) => [status, rows])).toEqual([
      ['failed', 1],
      ['failed', null],
      ['failed', null],
    ]);
    expect(validation.rules[1]!.found).toBe('all but 2 rows; 0.75, such as `-4.0`');
  });
});

describe('levels and environments', () => {
  it('let a warning fail and the table pass', async () => {
    const {validation} = await validated(
      `DefaultLabels = ["level"="warning", "team"="ml"]
       Rules = [ RowCount > 9, RowCount > 0 labels=["level"="error"] ]`,
      {table},
    );
    expect(validation).toMatchObject({
      passed: true,
      rules: [
        {level: 'warning', status: 'failed', labels: {level: 'warning', team: 'ml'}},
        {level: 'error', status: 'passed', labels: {team: 'ml'}},
      ],
    });
  });

  const rules = `Rules = [
    RowCount > 9 labels=["environment"="training"], RowCount > 9 labels=["environment"="serving"],
    IsComplete "damaged", RowCount > 0 where "damaged = 'no'", CustomSql "select count(damaged) from primary" > 1,
    IsComplete "id"
  ]`;

  it('skip what is for the other, and what names the target in serving', async () => {
    const more = {target: 'damaged'} as const;
    expect(await statuses(rules, {more: {...more, environment: 'training'}})).toEqual([
      ...['failed', 'skipped', 'passed', 'passed', 'passed', 'passed'],
    ]);
    const {damaged: _, ...columns} = table.columns;
    const without = {columns, rows: table.rows.map((row) => row.slice(0, 3))};
    const {validation} = await validated(rules, {table: without, more: {...more, environment: 'serving'}});
    expect(validation.rules.map(({status}) => status)).toEqual([
      ...['skipped', 'failed', 'skipped', 'skipped', 'skipped', 'passed'],
    ]);
    expect(validation.rules[2]!.found).toMatch(/names the target/);
  });

  it.each([
    ['RowCount > 0 labels=["level"="fatal"]', /"error" or "warning"/],
    ['RowCount > 0 labels=["environment"="prod"]', /"training" or "serving"/],
  ])('refuse %s', async (rule, says) => {
    await expect(validated(rule, {table})).rejects.toThrow(says);
  });
});

describe('rules on the history', () => {
  const past = {RowCount: [10, 4, 6], 'Completeness "speed"': [0]};

  it.each([
    ['RowCount < last()', 'passed', '< last(), which is 10'],
    ['RowCount > avg(last(3)) * 0.5', 'passed', '> avg(last(3)) * 0.5, which is 3.33333'],
    ['RowCount > avg(last(3))', 'failed', '> avg(last(3)), which is 6.66667'],
    ['RowCount between min(last(10)) - 1 and max(last(10)) + 1', 'passed', /which is 3 and 11$/],
    ['RowCount = index(last(3), 1)', 'passed', /which is 4$/],
    ['RowCount <= percentile(last(3), 0.5)', 'passed', /which is 6$/],
    ['RowCount > std(last(3))', 'passed', /which is 2\.49444$/],
    ['RowCount > last() / 0.5', 'failed', /which is 20$/],
    ['RowCount > median(last(2))', 'failed', /which is 7$/],
  ])('%s: %s', async (rule, status, expected) => {
    const {validation} = await validated(rule, {table, past});
    expect(validation.rules[0]).toMatchObject({status, expected: matching(expected)});
  });

  it('are skipped without one, and fail where they divide by zero', async () => {
    const rules = [
      'RowCount > last()',
      'RowCount > index(last(3), 5)',
      'Completeness "speed" > 1 / last()',
    ].join();
    expect(await statuses(rules)).toEqual(['skipped', 'skipped', 'skipped']);
    const {validation} = await validated(rules, {table, past});
    expect(validation.rules.map(({status}) => status)).toEqual(['failed', 'skipped', 'failed']);
    expect(validation.rules[2]!.found).toBe('0.75, but its bound divides by zero');
  });

  it.each([
    ['RowCount > last(5)', 'expected one number to compare with, got several'],
    ['RowCount > last(0)', 'a whole number from 1 on'],
    ['RowCount > avg(last(3), 2)', 'expected `avg(last(N))`'],
    ['RowCount > percentile(last(3), 2)', 'a share from 0 to 1'],
    ['RowCount > "many"', 'expected a number'],
    ['ColumnValues "id" > last()', 'got the history of a metric'],
  ])('%s is refused', async (rule, says) => {
    await expect(validated(rule, {table})).rejects.toMatchObject({
      code: 'RULE_INVALID',
      message: expect.stringContaining(says),
    });
  });

  it('know the same data once, the latest first, and not the data at hand', () => {
    const kept = [1, 2, 3, 4, 5].map((time) => ({time, digest: 'abcba'[time - 1]!, metrics: {m: time}}));
    expect(pastOf(kept, 'c')('m')).toEqual([5, 4]);
    expect(pastOf(kept, 'z')('m')).toEqual([5, 4, 3]);
    expect(pastOf(kept, 'z')('other')).toEqual([]);
  });

  it('DetectAnomalies bounds a change by those before', async () => {
    const rows = {RowCount: [2, 2.5, 2, 2.5]};
    const [steady, wild] = [{RowCount: [4, 4, 4]}, rows];
    const [first, second, third] = await Promise.all(
      [{RowCount: [4]}, steady, wild].map((one) =>
        validated('DetectAnomalies "RowCount"', {table, past: one}),
      ),
    );
    expect(first!.validation.rules[0]).toMatchObject({status: 'passed', value: 0});
    expect(second!.validation.rules[0]).toMatchObject({status: 'passed', value: 0});
    expect(third!.validation.rules[0]).toMatchObject({status: 'failed', value: 1, expected: '<= 0.75'});
    expect(third!.metrics).toEqual({RowCount: 4});
    expect((await validated('DetectAnomalies "RowCount" <= 2', {table, past: wild})).validation.passed).toBe(
      true,
    );
  });
});

describe('NaN and infinity', () => {
  it('never pass', async () => {
    const database = await openDatabase();
    await database.run(
      `CREATE TABLE "rows" AS SELECT unnest([1.0, 'nan'::DOUBLE, 2.0]) AS x, unnest([1.0, 'infinity'::DOUBLE, 2.0]) AS y`,
    );
    const rules = `Rules = [ ColumnValues "x" > 0, ColumnValues "x" not between 5 and 6, Mean "x" > 0, Mean "x" < 0,
      ColumnValues "x" < 5, StandardDeviation "x" < 5, Mean "y" > 0, StandardDeviation "y" < 5, ColumnValues "y" > 0 ]`;
    const {validation} = await validateTable({
      ...{
        database,
        relation: '"rows"',
        rules: {text: rules, name: 'r'},
        environment: 'training',
        now,
        past: () => [],
      },
    });
    database.close();
    expect(validation.rules.map(({status, anomaly}) => [status, anomaly])).toEqual([
      ...[
        ['failed', 'FLOAT_TYPE_HAS_NAN'],
        ['failed', 'FLOAT_TYPE_HAS_NAN'],
        ['failed', 'FLOAT_TYPE_HAS_NAN'],
      ],
      ...[
        ['failed', 'FLOAT_TYPE_HAS_NAN'],
        ['failed', 'FLOAT_TYPE_HAS_NAN'],
        ['passed', null],
      ],
      ...[
        ['failed', null],
        ['passed', null],
        ['passed', null],
      ],
    ]);
  });
});

describe('SQL in rules', () => {
  it.each([
    ['RowCount > 0 where "sped > 1"', /Referenced column "sped" not found/],
    ['RowCount > 0 where "speed > (select 1)"', /It asks another table/],
    ['RowCount > 0 where "speed > random()"', /does not give the same every time/],
    ['RowCount > 0 where "1) or (1 = 1"', /one bracket is closed before it is opened/],
    ['CustomSql "drop table rows" > 0', /expected one SELECT/],
    ['CustomSql "select 1; select 2" > 0', /expected one SELECT/],
    ['CustomSql "select 1, 2" > 0', /gives one column, got 2/],
    ['CustomSql "select nothing from primary" > 0', /Referenced column "nothing" not found/],
    ['CustomSql "select phase from primary" > 0', /expected a rule that can be measured/],
    ['CustomSql "select count(*) from primary group by phase"', /expected SQL over `primary`/],
    ['CustomSql "select 1" > 0 with threshold > 0.5', /a condition or a threshold, got both/],
  ])('%s is refused', async (rule, says) => {
    await expect(validated(`RowCount > 0, ${rule}`, {table})).rejects.toMatchObject({
      code: 'RULE_INVALID',
      message: expect.stringMatching(says),
    });
  });

  it('asks joins, and rows of `primary` that are right', async () => {
    const references = {phases: {columns: {name: 'VARCHAR'}, rows: [['climb'], ['taxi']]}};
    const rules = [
      `CustomSql "select count(*) from primary p join phases on p.phase = phases.name" = 2`,
      `CustomSql "select phase from Primary where phase <> 'primary'" with threshold >= 0.75`,
      'CustomSql "select 1 / 0" > 0',
    ].join();
    const {validation} = await validated(rules, {table, references});
    expect(validation.rules.map(({status, value}) => [status, value])).toEqual([
      ['passed', 2],
      ['passed', 0.75],
      ['failed', null],
    ]);
  });

  it('sees text of which every value is a number as numbers', async () => {
    const texts: ExampleTable = {
      columns: {a: 'VARCHAR', b: 'VARCHAR'},
      rows: [
        ['9', '?'],
        ['10', '3'],
        [null, '4'],
      ],
    };
    const rules = [
      'RowCount = 1 where "a > 9"',
      'CustomSql "select max(a) from primary" = 10',
      'ColumnValues "a" in ["9", "10", NULL]',
      'Mean "b" = 3.5',
      'ColumnValues "b" > 0 with threshold > 0.6',
      'ColumnDataType "a" = "Integer"',
    ].join();
    expect(await statuses(rules, {table: texts})).toEqual(Array(6).fill('passed'));
  });
});

describe('text that holds numbers', () => {
  it('is text where one word stands far below, or only empty text anywhere', async () => {
    const database = await openDatabase();
    await database.run(`CREATE TABLE "rows" AS SELECT CAST(i AS VARCHAR) AS good, '' AS none, ' ' AS blank,
      CASE WHEN i = 2500 THEN 'many' WHEN i % 2 = 0 THEN '' ELSE i || '.5' END AS bad FROM range(3000) AS r(i)`);
    const isNumber = async (column: string) => {
      const rules = {
        text: `Rules = [ CustomSql "select count(*) from primary where typeof(${column}) = 'DOUBLE'" = 3000 ]`,
        name: 'r',
      };
      const request = {
        database,
        relation: '"rows"',
        rules,
        environment: 'training',
        now,
        past: () => [],
      } as const;
      return (await validateTable(request)).validation.passed;
    };
    const found = [];
    for (const column of ['good', 'none', 'blank', 'bad']) found.push(await isNumber(column));
    database.close();
    expect(found).toEqual([true, false, false, false]);
  });
});

describe('rows that broke rules', () => {
  it('are named with the rules that they broke', async () => {
    const database = await openDatabase();
    await fill(database, 'rows', table);
    const rules = `Rules = [ ColumnValues "speed" > 0, RowCount > 9, IsPrimaryKey "id", IsComplete "damaged",
      (IsComplete "phase") and (IsUnique "id"), ReferentialIntegrity "phase" "known.name" > 0.9 ]`;
    await database.run(`CREATE TABLE phases AS SELECT unnest(['climb', 'taxi']) AS name`);
    const found = await validateTable({
      ...{
        database,
        relation: '"rows"',
        rules: {text: rules, name: 'r'},
        environment: 'training',
        now,
        past: () => [],
      },
      references: {known: 'phases'},
    });
    expect(found.hasRejects).toBe(true);
    const rows = await database.rows('SELECT "adl:row", "adl:rules" FROM "adl:rejects" ORDER BY 1');
    database.close();
    expect(rows).toEqual([
      {'adl:row': 1, 'adl:rules': ['r1']},
      {'adl:row': 2, 'adl:rules': ['r1', 'r3', 'r5', 'r6']},
      {'adl:row': 3, 'adl:rules': ['r3', 'r5', 'r6']},
    ]);
    expect(found.validation.rules.map(({failing_rows: count}) => count)).toEqual([2, null, 2, 0, null, 2]);
  });

  it('are none where none broke any', async () => {
    expect((await validated('IsComplete "id", RowCount > 9', {table})).hasRejects).toBe(false);
  });
});

describe('analyzers', () => {
  it('measure and do not judge', async () => {
    const {validation, metrics} = await validated(
      'Analyzers = [ RowCount, Completeness "speed", AllStatistics "phase" ]',
      {table},
    );
    expect(validation).toMatchObject({passed: true, rules: []});
    expect(validation.analyzers).toContainEqual({analyzer: 'Completeness "phase"', value: 0.75});
    expect(metrics).toMatchObject({RowCount: 4, 'Completeness "speed"': 0.75, 'Uniqueness "phase"': 1});
    await expect(validated('Analyzers = [ RowCount > 1 ]', {table})).rejects.toThrow(/expected no condition/);
  });
});

describe('suggestions', () => {
  const kinds = ['a', 'b', 'c'];
  const rows = Array.from({length: 200}, (_, at) => [
    ...[at, at % 7 === 0 ? null : at % 50, kinds[at % 3]!, at % 60 < 55 ? kinds[at % 2]! : `rare ${at % 80}`],
    ...[
      `2024-01-${String((at % 28) + 1).padStart(2, '0')}`,
      at % 11 ? null : 1.5 - at,
      '12345'.slice(0, 1 + (at % 5)).repeat(at),
    ],
  ]);
  const large: ExampleTable = {
    columns: {
      id: 'VARCHAR',
      speed: 'DOUBLE',
      phase: 'VARCHAR',
      kind: 'VARCHAR',
      day: 'VARCHAR',
      change: 'DOUBLE',
      'a "b"': 'VARCHAR',
    },
    rows,
  };

  it('are what the table keeps, with what shows it', async () => {
    const database = await openDatabase();
    await fill(database, 'rows', large);
    const suggestions = await suggestRules(database, '"rows"');
    database.close();
    const of = (column: string) =>
      suggestions.filter((one) => one.column === column).map(({suggester}) => suggester);
    expect(of('id')).toEqual(
      expect.arrayContaining([
        'CompleteIfComplete',
        'RetainType',
        'UniqueIfApproximatelyUnique',
        'NonNegativeNumbers',
      ]),
    );
    expect(of('speed')).toContain('RetainCompleteness');
    expect(of('phase')).toContain('CategoricalRange');
    expect(of('day')).toContain('RetainType');
    expect(of('change')).toEqual(expect.arrayContaining(['HasMin', 'HasMax']));
    expect(of('change')).not.toContain('NonNegativeNumbers');
    for (const {evidence} of suggestions) expect(evidence).toMatch(/^[A-Z0-9].*\d.*\.$/);
    const {validation} = await validated(suggestions.map(({rule}) => rule).join(',\n'), {table: large});
    expect(validation.rules.filter(({status}) => status !== 'passed')).toEqual([]);
    expect(validation.rules.length).toBe(suggestions.length);
  });

  it("bounds a share by Wilson's interval", () => {
    // By statsmodels: proportion_confint(90, 100, method='wilson')[0] is 0.8256.
    expect(lowerBound(90, 100)).toBe(0.82);
    expect(lowerBound(1, 1)).toBe(0.2);
    expect(lowerBound(0, 10)).toBe(0);
  });
});
