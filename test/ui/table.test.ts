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

it('wraps the last column into the width of the terminal, where there is room', () => {
  const rows = [['speed', 'All values are whole numbers, 122 of them distinct.']];
  expect(table(['column', 'because'], rows, 40).split('\n')).toEqual([
    '  column  because',
    '  speed   All values are whole numbers,',
    '          122 of them distinct.',
  ]);
  expect(table(['column', 'because'], rows, 20).split('\n')).toHaveLength(2);
});

it('lets no cell break a line or command the terminal', () => {
  expect(table(['column', 'type'], [['a\nb\u001b[2J', 'numeric']]).split('\n')[1]).toBe('  a b [2J  numeric');
});
