import {expect, test} from 'vitest';
import {count, counted, settings, size} from '../../src/ui/figures.js';

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
