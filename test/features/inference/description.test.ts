import {expect, it, describe as suite} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import type {ColumnSummary} from '../../../src/features/inference/column-summary.js';
import {describe, featureNames} from '../../../src/features/inference/description.js';
import {wordsOf} from '../../../src/features/inference/name-features.js';
import {textPatterns} from '../../../src/features/inference/text-patterns.js';

const column: ColumnSummary = {
  ...{name: 'ParentID_2', rows: 100, missing: 20, distinct: 40},
  numbers: {mean: 3, deviation: 2, minimum: -1, maximum: 9},
  samples: ['1', '2.50', null, '4', '1'],
};

const of = (name: string, summary = column) => describe(summary)[featureNames.indexOf(name)];

suite('the description of a column', () => {
  it('is a finite number for each feature, each under its own name', () => {
    expect(new Set(featureNames).size).toBe(featureNames.length);
    expect(describe(column).length).toBe(featureNames.length);
    expect(describe(column).every(Number.isFinite)).toBe(true);
  });

  it('tells of all rows, of samples and of the name', () => {
    expect(of('share of missing rows')).toBeCloseTo(0.2, 6);
    expect(of('distinct values per value')).toBe(0.5);
    expect(of('range')).toBe(10);
    expect(of('share of the range that occurs')).toBeCloseTo(40 / 11, 4);
    expect(of('missing samples')).toBe(1);
    expect(of('distinct samples')).toBe(3);
    expect(of('samples: number')).toBe(1);
    expect(of('samples: whole number')).toBe(0.75);
    expect(of('most decimal places')).toBe(2);
    expect(of('name: key')).toBe(1);
    expect(of('digits at the end of the name')).toBe(1);
  });

  it('is finite for whatever a table may hold', () => {
    const seed = Date.now() % 1e6;
    const random = randomStream(seed, 'columns');
    const odd = [
      '',
      ' ',
      '\0',
      '🐦',
      'a'.repeat(9999),
      '1e400',
      '-0',
      '\u{202e}x',
      '$',
      'NaN',
      '9'.repeat(400),
    ];
    const some = <Value>(values: readonly Value[]) => values[random.integer(values.length)]!;
    const sizes = [0, 1, 5, 1e9, 2 ** 53];
    const values = [0, -1, 1e-300, 1e300, -1e308, Number.MAX_VALUE];
    for (let turn = 0; turn < 300; turn += 1) {
      const numbers = {
        ...{mean: some(values), deviation: Math.abs(some(values))},
        ...{minimum: some(values), maximum: some(values)},
      };
      const summary = {
        ...{name: some(odd), rows: some(sizes), missing: some(sizes), distinct: some(sizes)},
        numbers: random.uniform() < 0.5 ? numbers : undefined,
        samples: Array.from({length: 5}, () => (random.uniform() < 0.2 ? null : some(odd))),
      };
      const found = describe(summary);
      expect(found.every(Number.isFinite), `seed ${seed}: ${JSON.stringify(summary)}`).toBe(true);
    }
  });

  it('does not take long over texts that are made to make patterns slow', () => {
    const parts = [
      'a',
      '1',
      ' ',
      ',',
      ', ',
      '-',
      '.',
      'a.',
      '1,',
      '/',
      '@',
      'a@',
      '1.',
      '|',
      '(',
      '\n',
      '$1',
      ';',
    ];
    const texts = parts.flatMap((one) => parts.map((other) => `${one.repeat(1000)}${other.repeat(400)}!`));
    for (const [name, pattern] of Object.entries(textPatterns)) {
      const begun = performance.now();
      for (const text of texts) pattern.test(text.slice(0, 2000));
      expect((performance.now() - begun) / texts.length, name).toBeLessThan(20);
    }
  });
});

it.each([
  ['ParentID_2', 'parent id 2'],
  ['unit price (kg)', 'unit price (kg)'],
  ['HTTPStatus', 'http status'],
  ['2000 [YR2000]', '2000 yr 2000'],
  ['', ''],
])('reads the words of %s', (name, words) => {
  expect(wordsOf(name)).toBe(words);
});
