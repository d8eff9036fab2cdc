import {expect, it} from 'vitest';
import {folderWith, runSource} from '../helpers/source.js';

const [columns, dates, rows] = [2_000, 400, 300];

/** Most of the time goes into making statements ready: each pattern in one is compiled for each column. */
it('reads 2,000 columns, 400 of them dates, without taking minutes', async () => {
  const names = Array.from({length: columns - 1}, (_, at) => `c${at}`);
  const row = (at: number) =>
    names.map((_, column) => (column < dates ? dateOf(at + column) : Math.sin(at * columns + column)));
  const lines = Array.from({length: rows}, (_, at) => `${row(at).join()},${at % 2}`);
  const folder = folderWith({'t.csv': [`${names.join()},y`, ...lines, ''].join('\n')});
  const started = performance.now();
  const {result} = await runSource(folder, {file: 't.csv', target: 'y'});
  const seconds = (performance.now() - started) / 1000;
  expect(result.types.filter(({type}) => type === 'datetime')).toHaveLength(dates);
  expect(result.types.filter(({type}) => type === 'numeric')).toHaveLength(columns - dates - 1);
  expect(seconds).toBeLessThan(90);
}, 200_000);

function dateOf(at: number): string {
  return new Date(Date.UTC(2020, 0, 1 + (at % 300))).toISOString().slice(0, 10);
}
