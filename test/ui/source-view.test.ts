import {expect, it} from 'vitest';
import type {SourceResult} from '../../src/lifecycle/source.js';
import {sourceView} from '../../src/ui/source-view.js';

function result(columns: string[], target: string): SourceResult {
  return {
    dataset: {rows: 1200, columns: columns.length, digest: ''},
    target,
    task: 'classification',
    types: columns.map((column) => ({column, type: 'numeric', confidence: 0.9, reason: 'All are numbers.'})),
    splits: {train: 720, validation: 240, test: 240},
    leakage: [],
    snapshot: '0123456789abcdef',
  };
}

it('shows every column of a table, its target among them', () => {
  expect(sourceView(result(['a', 'y'], 'y')).split('\n')).toEqual([
    '1,200 rows, 2 columns; classification of `y`',
    '',
    '  column      type     confidence  because',
    '  a           numeric        0.90  All are numbers.',
    '  y (target)  numeric        0.90  All are numbers.',
    '',
    'train 720, validation 240, test 240 rows in snapshot 0123456789ab',
    'Next: adl build',
  ]);
});

it('shows the first of many columns and the target, and says where all are', () => {
  const names = [...Array.from({length: 1999}, (_, at) => `c${at}`), 'y'];
  const lines = sourceView(result(names, 'y')).split('\n');
  expect(lines).toHaveLength(68);
  expect(lines.slice(-6)).toEqual([
    '  c59         numeric        0.90  All are numbers.',
    '  y (target)  numeric        0.90  All are numbers.',
    '  and 1,939 columns more: adl source --json',
    '',
    expect.stringContaining('train'),
    'Next: adl build',
  ]);
});

it('keeps long names, and names that break lines, from breaking the table', () => {
  const lines = sourceView(result(['é'.repeat(300), 'new\nline', 'to\n"predict"'], 'to\n"predict"')).split(
    '\n',
  );
  expect(lines[0]).toBe('1,200 rows, 3 columns; classification of `to\\n"predict"`');
  expect(lines[3]).toMatch(/^ {2}é{39}… +numeric/);
  expect(lines[4]).toMatch(/^ {2}new\\nline +numeric/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100);
});
