import {expect, test} from 'vitest';
import {count, counted, score, settings, size} from '../../src/ui/figures.js';

test.each([
  [0.41351, '0.4135'],
  [1, '1.0000'],
  [-0.0018, '-0.0018'],
  [0, '0.0000'],
  [0.00001234, '0.0000123'],
  [2.4e-9, '2.40e-9'],
  [2781.4567, '2,781.46'],
  [51_234_567.8, '51,234,600'],
  [undefined, '-'],
])('shows a score of %s as %s', (value, shown) => {
  expect(score(value)).toBe(shown);
});

test('counts in words', () => {
  expect(count(1234567)).toBe('1,234,567');
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(0, 'row')).toBe('0 rows');
  expect([size(999), size(17_336), size(2_000_000)]).toEqual(['999 bytes', '17.3 kB', '2.0 MB']);
});

test('shows what tells configurations apart', () => {
  expect(settings({learningRate: 0.043_600_001, alpha: 21.019_999, batchSize: 64})).toBe(
    'learningRate=0.0436, alpha=21.02, batchSize=64',
  );
});
