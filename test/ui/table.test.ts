import {expect, it} from 'vitest';
import {table} from '../../src/ui/table.js';

it('aligns text to the left, numbers to the right, and leaves no blanks at the ends', () => {
  const rows = [
    ['accuracy', '0.9045', 'a'],
    ['log-loss', '12.2656', ''],
  ];
  expect(table(['metric', 'test', 'note'], rows).split('\n')).toEqual([
    '  metric       test  note',
    '  accuracy   0.9045  a',
    '  log-loss  12.2656',
  ]);
});

it('shows its header where there are no rows', () => {
  expect(table(['trial', 'state'], [])).toBe('  trial  state');
});
