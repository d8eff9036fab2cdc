import {afterAll, beforeAll, describe, it} from 'vitest';
import {type Random, randomStream} from '../../src/base/random.js';
import {type Database, openDatabase} from '../../src/data/database.js';
import type {RawKind, TypeOptions} from '../../src/features/types/feature-type.js';
import {featureTypes} from '../../src/features/types/registry.js';
import {expectAgreement, type Raw} from '../helpers/both-forms.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const agree = (type: string, raw: RawKind, training: Raw[], values: Raw[], options: TypeOptions = {}) =>
  expectAgreement(database, {type, raw, training, values, options});

const cases = Object.entries(featureTypes).flatMap(([name, type]) =>
  type.accepts.map((raw) => ({name, type, raw})),
);

describe.each(cases)('$name on $raw columns', ({name, type, raw}) => {
  it('encodes its example the same in SQL and in the graph', async () => {
    if (type.example.raw === raw) await agree(name, raw, type.example.values, type.example.values);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'encodes random values the same in SQL and in the graph (seed %i)',
    async (seed) => {
      const random = randomStream(seed, name, raw);
      const make = raw === 'number' ? randomNumber : randomText;
      const training = Array.from({length: 120}, () => make(random));
      const unseen = Array.from({length: 400}, () => make(random));
      await agree(name, raw, training, [...training, ...unseen]);
    },
  );

  it.each(type.options ?? [])('encodes the same in both with the option %s', async (option) => {
    const random = randomStream(7, name, option);
    const unseen = Array.from({length: 200}, () => randomText(random));
    const days = ['2023-12-31', '2024-01-01 23:10', '2024-02-30', '2024-06-15T00:00:00Z'];
    for (const training of [type.example.values, unseen, days, [null]])
      await agree(name, raw, training, [...training, ...days, ...unseen], {[option]: true});
  });

  it('learns from no value at all', async () => {
    await agree(name, raw, [null], [null, raw === 'number' ? 1 : 'a']);
  });

  it('encodes one row as it does many', async () => {
    const values = raw === 'number' ? [1, 1, 2, 2, 3] : ['a cat', 'a cat', '2020-01-02', '7', ' '];
    for (const value of [...values, null]) await agree(name, raw, values, [value]);
  });
});

function randomNumber(random: Random): Raw {
  const kinds: (() => Raw)[] = [
    () => null,
    () => random.integer(5),
    () => random.integer(5) / 10,
    () => -random.integer(3),
    () => random.normal() * 10 ** random.integer(60),
    () => random.normal() * 10 ** -random.integer(60),
    () =>
      [-0, 2 ** 24 + 1, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE, 3.4028235677973366e38][
        random.integer(6)
      ]!,
    () => [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][random.integer(3)]!,
  ];
  return pick(random, kinds)();
}

function randomText(random: Random): Raw {
  const kinds: (() => Raw)[] = [
    () => null,
    () => '',
    () =>
      pick(random, [
        'red',
        'green',
        'Red',
        'été',
        'ete\u0301',
        '\u{1f426}',
        "it's",
        '日本',
        'a\0b',
        ' red',
        'red ',
        '"q"',
        '\\',
        '%s',
      ]),
    () => `${random.integer(9)}`,
    () => letters(random, ' +-.eE0123456789', 1 + random.integer(8)),
    () => letters(random, '0123456789', 90 + random.integer(40)),
    () => `${random.integer(99)}e${random.integer(500) - 250}`,
    () =>
      pick(random, [
        'nan',
        'inf',
        '-Infinity',
        '0x1f',
        '1_000',
        '1,5',
        '\t7',
        '7\n',
        '٣',
        '1e',
        '.',
        '+',
        '1e+0000000005',
      ]),
    () => isoDay(random),
    () =>
      `${isoDay(random)}${pick(random, ['T', ' '])}${two(random, 26)}:${two(random, 62)}${pick(random, ['', ':07', ':59.123', 'Z', '+01:00', '-0530', ' '])}`,
    () =>
      `${random.integer(14)}/${random.integer(33)}/${1850 + random.integer(300)}${pick(random, ['', ' 07:30', 'T23:59:59'])}`,
    () =>
      Array.from({length: random.integer(9)}, () =>
        pick(random, ['the', 'The', 'cat,', 'CAT', 'dog.', '', 'Straße', 'İ', '\n', '.', '(bird)']),
      ).join(' '),
  ];
  return pick(random, kinds)();
}

function isoDay(random: Random): string {
  return `${pick(random, ['', '1', '2', '3'])}${900 + random.integer(100)}-${two(random, 14)}-${two(random, 33)}`;
}

function two(random: Random, below: number): string {
  return String(random.integer(below)).padStart(2, '0');
}

function letters(random: Random, alphabet: string, length: number): string {
  return Array.from({length}, () => alphabet[random.integer(alphabet.length)]!).join('');
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)]!;
}
