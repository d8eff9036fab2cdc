import {expect, it} from 'vitest';
import {compareRuns} from '../../src/lifecycle/build-compare.js';
import {listRuns} from '../../src/lifecycle/build-list.js';
import {compareMarkdown, compareView} from '../../src/ui/compare-view.js';
import {runsView} from '../../src/ui/runs-view.js';
import {adl} from '../helpers/adl.js';
import {type RunScript, writeRun} from '../helpers/runs.js';
import {folderWith, hostIn} from '../helpers/source.js';

const first: RunScript = {
  settings: {seed: 1, workers: 2, versions: {adl: '1', node: '20'}},
  trials: [{parameters: {alpha: 1, learningRate: 0.05}, accuracy: [0.5, 0.9]}, {accuracy: [0.4]}],
};
const second: RunScript = {
  settings: {seed: 2, workers: 2, versions: {adl: '2', node: '20'}},
  trials: [{family: 'mlp', parameters: {alpha: 1, units: 64}, accuracy: [0.5, 0.95]}],
};

function projectWith(...runs: RunScript[]): string {
  const root = folderWith({'adl.yaml': ''});
  for (const run of runs) writeRun(root, run);
  return root;
}

it('shows what differs, and which run came to more', async () => {
  const comparison = await compareRuns(hostIn(projectWith(first, second)), ['1', '0002']);
  expect(comparison.settings).toEqual([
    {name: 'seed', values: [1, 2]},
    {name: 'versions.adl', values: ['1', '2']},
  ]);
  expect(comparison.parameters).toEqual([
    {name: 'learningRate', values: [0.05, null]},
    {name: 'units', values: [null, 64]},
  ]);
  expect(comparison.scores.map(({split, metric, best}) => [split, metric, best])).toEqual([
    ['validation', 'accuracy', [1]],
    ['validation', 'log-loss', [1]],
    ['test', 'accuracy', [1]],
    ['test', 'log-loss', []],
  ]);
  expect(compareView(comparison, 80)).toContain('  validation accuracy  0.9000        0.9500 *\n');
  expect(compareMarkdown(comparison)).toContain('| validation accuracy | 0.9000 | 0.9500 \\* |\n');
});

it('says of runs over different data that their scores cannot be compared', async () => {
  const other = {...second, settings: {seed: 1, workers: 2, snapshot: 'b4'.repeat(32)}};
  const comparison = await compareRuns(hostIn(projectWith(first, other)), ['1', '2']);
  expect(comparison.same_data).toBe(false);
  expect(comparison.scores.flatMap(({best}) => best)).toEqual([]);
  const shown = compareView(comparison, 80);
  expect(shown).toMatch(/ data +a3a3a3a3a3a3 +b4b4b4b4b4b4\n/);
  expect(shown).toContain('The runs saw different data');
});

it('counts of a run that did not end its best so far, without test rows', async () => {
  const root = projectWith(first, {...second, ended: false});
  const {runs, scores} = await compareRuns(hostIn(root), ['1', '2']);
  expect(runs[1]).toMatchObject({state: 'broken-off', best: {trial: 1, test: null}});
  expect(scores.find(({split}) => split === 'test')!.values).toEqual([0.89, null]);
});

it('stays within the width, with as many runs beside each other as fit', async () => {
  const root = projectWith(first, second, first, second, first);
  const comparison = await compareRuns(hostIn(root), ['1', '2', '3', '4', '5']);
  for (const width of [40, 80]) {
    const lines = compareView(comparison, width).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines.some((line) => line.includes('versions.adl'))).toBe(true);
    const heads = lines.filter((line) => line.startsWith('  run '));
    expect(heads.join(' ').match(/000\d/g)).toEqual(['0001', '0002', '0003', '0004', '0005']);
  }
});

it('says which runs there are when it is given too few or another', () => {
  const cwd = projectWith(first, second);
  expect(adl(['build', 'compare', '1'], {cwd})).toMatchObject({
    status: 2,
    stderr:
      'Error: Expected at least two runs to compare, got only 0001.\nCode: ARGUMENT_MISSING\nTry: adl build compare 0001 0002\n',
  });
  expect(adl(['build', 'compare', '1', '0001'], {cwd}).status).toBe(2);
  const {status, stderr} = adl(['build', 'compare', '1', '7'], {cwd});
  expect({status, stderr}).toEqual({
    status: 5,
    stderr: expect.stringMatching(/called `7` .* found 0001, 0002\.\n.*\nTry: adl build show --all\n/),
  });
});

it('lists every run, newest first, at any width', async () => {
  const failed = {trials: [{accuracy: [0.3], failed: 'it diverged'}], ended: false};
  const {runs} = await listRuns(hostIn(projectWith(first, failed)));
  expect(runs.map(({run, trials, best}) => [run, trials, best?.trial])).toEqual([
    ['0002', {all: 1, done: 0, stopped: 0, failed: 1}, undefined],
    ['0001', {all: 2, done: 0, stopped: 0, failed: 0}, 1],
  ]);
  const wide = runsView({runs}, 80);
  expect(wide).toMatch(/ 0001 {2}2026-11-23 16:00 {2}ended +2 +1 {2}accuracy 0\.9000 {2}a3a3a3a3\n/);
  expect(wide).toMatch(/Next: adl build compare 0001 0002$/);
  for (const width of [40, 80])
    for (const line of runsView({runs}, width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
});
