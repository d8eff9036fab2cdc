import {expect, it} from 'vitest';
import {folderWith, runSource} from '../helpers/source.js';

const [columns, dates, rows] = [2_000, 400, 300];

/** Most of the time goes into making statements ready: each pattern in one is compiled for each column. */
it('reads 2,000 columns, 400 of them dates, without minutes of work', async () => {
  const names = Array.from({length: columns - 1}, (_, at) => `c${at}`);
  const row = (at: number) =>
    names.map((_, column) => (column < dates ? dateOf(at + column) : Math.sin(at * columns + column)));
  const lines = Array.from({length: rows}, (_, at) => `${row(at).join()},${at % 2}`);
  const folder = folderWith({'t.csv': [`${names.join()},y`, ...lines, ''].join('\n')});
  const before = process.cpuUsage();
  const {result} = await runSource(folder, {file: 't.csv', target: 'y'});
  const spent = process.cpuUsage(before);
  expect(result.types.filter(({type}) => type === 'datetime')).toHaveLength(dates);
  expect(result.types.filter(({type}) => type === 'numeric')).toHaveLength(columns - dates - 1);
  // Of processors, which do not count what else a busy machine does: it took more than 150.
  expect((spent.user + spent.system) / 1e6).toBeLessThan(60);
}, 600_000);

function dateOf(at: number): string {
  return new Date(Date.UTC(2020, 0, 1 + (at % 300))).toISOString().slice(0, 10);
}
