import {describe, expect, it} from 'vitest';
import {type Random, randomStream} from '../../src/base/random.js';
import type {ExampleTable} from '../../src/prepare/rules/rule.js';
import {validated} from '../helpers/rules.js';

type Cell = string | number | boolean | null;
interface Row {
  x: number | null;
  y: number | null;
  text: string | null;
}

/** Every metric once more, slowly and from the rows. Undefined where there is none. */
const metrics: Record<string, (rows: Row[]) => number | undefined> = {
  RowCount: (rows) => rows.length,
  'Completeness "x"': (rows) => share(present(rows, 'x').length, rows.length),
  'Uniqueness "text"': (rows) => share(once(present(rows, 'text')), present(rows, 'text').length),
  'UniqueValueRatio "text"': (rows) =>
    share(once(present(rows, 'text')), new Set(present(rows, 'text')).size),
  'DistinctValuesCount "x"': (rows) => new Set(present(rows, 'x')).size,
  'Mean "x"': (rows) => share(sum(numbers(rows, 'x')), numbers(rows, 'x').length),
  'Sum "x"': (rows) => (numbers(rows, 'x').length === 0 ? undefined : sum(numbers(rows, 'x'))),
  'StandardDeviation "x"': (rows) => {
    const values = numbers(rows, 'x');
    const mean = sum(values) / values.length;
    return values.length === 0
      ? undefined
      : Math.sqrt(sum(values.map((one) => (one - mean) ** 2)) / values.length);
  },
  'Entropy "text"': (rows) => {
    const values = present(rows, 'text');
    if (values.length === 0) return undefined;
    const counts = [...new Set(values)].map((one) => values.filter((other) => other === one).length);
    return -sum(counts.map((count) => (count / values.length) * Math.log(count / values.length)));
  },
  'ZerosCount "x"': (rows) => numbers(rows, 'x').filter((one) => one === 0).length,
  'InterquartileRange "x"': (rows) => {
    const sorted = numbers(rows, 'x').sort((a, b) => a - b);
    const at = (part: number) => {
      const place = part * (sorted.length - 1);
      const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
      return low + (place - Math.floor(place)) * (high - low);
    };
    return sorted.length === 0 ? undefined : at(0.75) - at(0.25);
  },
  DuplicateRowCount: (rows) => rows.length - new Set(rows.map((row) => JSON.stringify(row))).size,
  'ColumnCorrelation "x" "y"': (rows) => {
    const both = rows.filter(({x, y}) => x !== null && y !== null) as {x: number; y: number}[];
    const [mx, my] = [sum(both.map(({x}) => x)) / both.length, sum(both.map(({y}) => y)) / both.length];
    const [vx, vy] = [sum(both.map(({x}) => (x - mx) ** 2)), sum(both.map(({y}) => (y - my) ** 2))];
    if (both.length < 2 || vx === 0 || vy === 0) return undefined;
    return sum(both.map(({x, y}) => (x - mx) * (y - my))) / Math.sqrt(vx * vy);
  },
};

/** Conditions on values, as a predicate: what is true of a value that is right. */
const conditions: Record<string, (row: Row) => boolean> = {
  'ColumnValues "x" > 1': ({x}) => x !== null && x > 1,
  'ColumnValues "x" between 0 and 3': ({x}) => x !== null && x > 0 && x < 3,
  'ColumnValues "x" not between 0 and 3': ({x}) => x !== null && !(x > 0 && x < 3),
  'ColumnValues "x" = 2': ({x}) => x === 2,
  'ColumnValues "x" != 2': ({x}) => x !== 2,
  'ColumnValues "x" in [0, 2, NULL]': ({x}) => x === null || x === 0 || x === 2,
  'ColumnValues "x" not in [0, 2]': ({x}) => x !== 0 && x !== 2,
  'ColumnValues "x" not in [0, NULL]': ({x}) => x !== 0 && x !== null,
  'ColumnValues "x" = NULL': ({x}) => x === null,
  'ColumnValues "x" != NULL': ({x}) => x !== null,
  'ColumnValues "text" = "b"': ({text}) => text === 'b',
  'ColumnValues "text" in ["a", EMPTY]': ({text}) => text === 'a' || text === '',
  'ColumnValues "text" = WHITESPACES_ONLY': ({text}) => text !== null && /^\s+$/.test(text),
  'ColumnValues "text" matches "[ab]{1,2}"': ({text}) => text !== null && /^[ab]{1,2}$/.test(text),
  'ColumnValues "text" not matches "[ab]{1,2}"': ({text}) => text !== null && !/^[ab]{1,2}$/.test(text),
  'ColumnLength "text" >= 1': ({text}) => (text ?? '').length >= 1,
  'IsComplete "text"': ({text}) => text !== null,
  '(ColumnValues "x" > 2) or (ColumnValues "text" = NULL)': ({x, text}) =>
    (x !== null && x > 2) || text === null,
  'ColumnValues "x" >= 0 where "y > 1"': ({x, y}) => !(y !== null && y > 1) || (x !== null && x >= 0),
};

const seed = Number(process.env.ADL_TEST_SEED ?? Date.now() % 1e6);

describe.each([0, 1, 2, 3])(`a random table (seed ${seed}, %i)`, (turn) => {
  const random = randomStream(seed, 'rules', turn);
  const rows = randomRows(random, turn === 0 ? 1 : 5 + random.integer(30));
  const table: ExampleTable = {
    columns: {x: turn % 2 ? 'DOUBLE' : 'INTEGER', y: 'DOUBLE', text: 'VARCHAR'},
    rows: rows.map(({x, y, text}): Cell[] => [x, y, text]),
  };

  it('has the metrics that its rows have', async () => {
    const names = Object.keys(metrics);
    const {validation} = await validated(names.map((name) => `${name} >= 0`).join(', '), {table});
    for (const [at, {value, found, status}] of validation.rules.entries()) {
      const expected = metrics[names[at]!]!(rows);
      const shown = `${names[at]} of ${JSON.stringify(rows)}: ${found}`;
      if (expected === undefined) expect({value, status}, shown).toEqual({value: null, status: 'failed'});
      else expect(value, shown).toBeCloseTo(expected, 9);
    }
  });

  it('has the rows that break each condition, and no others', async () => {
    const names = Object.keys(conditions);
    const {validation} = await validated(names.join(', '), {table});
    for (const [at, {failing_rows, status, value}] of validation.rules.entries()) {
      const broken = rows.filter((row) => !conditions[names[at]!]!(row)).length;
      const shown = `${names[at]} of ${JSON.stringify(rows)}`;
      // A filter that leaves no row leaves nothing to judge.
      if (value === null) continue;
      expect(failing_rows, shown).toBe(broken);
      expect(status, shown).toBe(broken === 0 ? 'passed' : 'failed');
    }
  });
});

function randomRows(random: Random, count: number): Row[] {
  const pick = <Item>(items: readonly Item[]) => items[random.integer(items.length)]!;
  return Array.from({length: count}, () => ({
    x: pick([null, 0, 1, 2, 3, 4, -5]),
    y: random.integer(5) === 0 ? null : Math.round(random.normal() * 100) / 50,
    text: pick([null, '', ' ', 'a', 'b', 'ab', 'abc', 'x y']),
  }));
}

function present<Key extends keyof Row>(rows: Row[], key: Key): NonNullable<Row[Key]>[] {
  return rows.flatMap((row) => (row[key] === null ? [] : [row[key]!]));
}

function numbers(rows: Row[], key: 'x' | 'y'): number[] {
  return present(rows, key);
}

function once(values: readonly unknown[]): number {
  return values.filter((one) => values.filter((other) => other === one).length === 1).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
