import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Random, randomStream} from '../../../src/base/random.js';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {datetimeLayouts, monthNames} from '../../../src/data/datetime-layouts.js';
import {profileColumns} from '../../../src/data/profile.js';
import {encodeSql} from '../../../src/features/encode.js';
import {fitColumn} from '../../../src/features/fit.js';
import {expectAgreement, type Raw} from '../../helpers/both-forms.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const seed = Date.now() % 1e6;
const some = <Value>(random: Random, values: readonly Value[]) => values[random.integer(values.length)]!;

/** What a type makes of texts that it was fitted on. */
async function encoded(type: string, texts: readonly string[]): Promise<unknown[][]> {
  const values = texts.map((text, at) => `(${at}, '${text.replaceAll("'", "''")}')`).join(', ');
  await database.run(
    `CREATE OR REPLACE TEMP TABLE own AS SELECT x FROM (VALUES ${values}) v (place, x) ORDER BY place`,
  );
  const [profile] = await profileColumns(database, 'own');
  const fitted = await fitColumn(database, 'own', type, {...profile!, raw: 'string'});
  const sql = encodeSql([{name: 'x', raw: 'string', type, fitted}]);
  const rows = await database.rows(`SELECT ${sql.join(', ')} FROM own`);
  return rows.map((row) => Object.values(row));
}

describe('datetime', () => {
  it.each(Object.keys(datetimeLayouts))(
    'reads days written %s, and none that their month does not have',
    async (layout) => {
      const random = randomStream(seed, layout);
      const written = (year: number, month: number, day: number) => writtenAs(layout, {year, month, day});
      const days = Array.from({length: 200}, () => {
        const text = written(1850 + random.integer(300), 1 + random.integer(12), 1 + random.integer(31));
        return random.uniform() < 0.2
          ? `${text}T${some(random, ['07:30', '23:59:59', '24:00', '7:30'])}`
          : text;
      });
      const training: Raw[] = [...days, null, ''];
      const values = [...training, ...days.map((day) => `${day} `), 'Jan', '1 2 3', '//', '..', '--'];
      await expectAgreement(database, {type: 'datetime', raw: 'string', training, values});
      const [first, second] = await encoded('datetime', [written(2024, 2, 29), written(2023, 2, 29)]);
      expect(first!.slice(0, 3)).toEqual([2024, 29, 19_782]);
      expect(second!.slice(0, 3)).toEqual([null, null, null]);
    },
  );
});

function writtenAs(layout: string, {year, month, day}: {year: number; month: number; day: number}): string {
  const two = (value: number) => String(value).padStart(2, '0');
  if (layout === 'iso') return `${year}-${two(month)}-${two(day)}`;
  return layout
    .replace('year', String(year))
    .replace('month', String(month))
    .replace('Mon', monthNames[month - 1]!.slice(0, 3))
    .replace('day', String(day));
}

describe('embedded-number', () => {
  it.each<[string[], (number | null)[]]>([
    [
      ['$1,200', '$12.50', '$ 7', '-3', '$-4', '$1,2', '€5'],
      [1200, 12.5, 7, -3, -4, null, null],
    ],
    [
      ['12%', '7.5 %', '-3%', '101', 'all'],
      [12, 7.5, -3, 101, null],
    ],
    [
      ['5 kg', '7.25kg', ' 3 kg ', '4 lb'],
      [5, 7.25, 3, null],
    ],
    [
      ['1.200,50 €', '3,5 €', '12 345,5', '7 €', '1,2,3 €'],
      [1200.5, 3.5, 12_345.5, 7, null],
    ],
    [
      ['USD 23,00,000', 'USD 1', 'USD 1,00'],
      [2_300_000, 1, 100],
    ],
    [
      ['about 5 days', 'about 12 days', 'never'],
      [5, 12, null],
    ],
  ])('reads %j', async (texts, numbers) => {
    expect((await encoded('embedded-number', texts)).flat()).toEqual(numbers);
  });

  it('is the same in SQL and in the graph, whatever stands around numbers', async () => {
    for (let turn = 0; turn < 40; turn += 1) {
      const random = randomStream(seed, 'numbers', turn);
      const [before, after] = [
        some(random, ['', '$', 'R', 'lot-', 'USD ', '(', '.*', 'a+', '\\', 'no. ', '¥', '--', ',']),
        some(random, [
          '',
          '%',
          ' kg',
          ' ZAR',
          ' US$',
          '-',
          ' €',
          ')',
          '$',
          '.',
          ' per day',
          '²',
          ' [x]',
          'e',
        ]),
      ];
      const number = () =>
        some(random, [
          () => String(random.integer(1e6)),
          () => (random.normal() * 1e4).toFixed(2),
          () => random.integer(1e9).toLocaleString('en'),
          () => random.integer(1e9).toLocaleString('de'),
          () => `${random.integer(999)},${random.integer(99)}`,
          () => `${random.integer(99)} ${100 + random.integer(800)}`,
          () => '9'.repeat(1 + random.integer(60)),
          () => Array.from({length: 1 + random.integer(9)}, () => 100 + random.integer(800)).join(' '),
        ])();
      const text = () =>
        `${some(random, ['', before, before, ' '])}${number()}${some(random, ['', after, after, ' '])}`;
      const training = Array.from({length: 60}, text);
      const values = [...training, ...Array.from({length: 60}, () => text() + text()), '', null];
      await expectAgreement(database, {type: 'embedded-number', raw: 'string', training, values});
    }
  });
});

describe('list', () => {
  it('counts items, and those that are known in whatever quotes', async () => {
    const texts = Array.from({length: 12}, (_, at) =>
      some(randomStream(3, at), ["['red', 'blue']", 'red', '"red","red"']),
    );
    const rows = await encoded('list', [
      ...texts,
      "['blue', 'blue']",
      ...new Array<string>(20).fill("['x']"),
    ]);
    const counts: Record<string, [number, number]> = {
      "['red', 'blue']": [2, 1],
      red: [1, 1],
      '"red","red"': [2, 2],
    };
    for (const [at, text] of texts.entries())
      expect(rows[at]!.slice(0, 2)).toEqual([counts[text]![0], expect.any(Number)]);
    expect(rows[0]!.length).toBeGreaterThan(1);
  });

  it('is divided by what stands in most values', async () => {
    const rows = await encoded('list', ['a;b', 'a;c,d', 'b;c;d', 'a']);
    expect(rows.map(([items]) => items)).toEqual([2, 2, 3, 1]);
  });
});

describe('url', () => {
  it('tells hosts apart', async () => {
    const rows = await encoded('url', [
      'https://a.org/1',
      'https://a.org/2',
      'http://b.net',
      'https://b.net/x',
      'c.io',
      'https://d.com',
    ]);
    expect(rows.flat()).toEqual([2, 2, 3, 3, 1, 1]);
  });
});
