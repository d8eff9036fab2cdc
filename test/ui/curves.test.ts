import {expect, it} from 'vitest';
import type {BuildShown} from '../../src/lifecycle/build-show.js';
import {curvesView} from '../../src/ui/curves.js';
import {signsOf} from '../../src/ui/terminal.js';

const plain = {color: false, ascii: false};

function run(...trials: number[][]): BuildShown {
  const curves = trials.map((scores, at) => ({
    ...{trial: 10 + at, family: 'mlp'},
    points: scores.map((score, index) => ({epoch: index + 1, score, loss: null})),
  }));
  return {metric: 'accuracy', direction: 'maximize', curves} as unknown as BuildShown;
}

it('draws each trial from its first epoch to its last', () => {
  const lines = curvesView(run([0, 0.5, 1], [0, 0.25]), 40, {color: false, ascii: true});
  expect(lines).toEqual([
    'accuracy by epoch on the validation',
    'rows; higher is better',
    '',
    '  1.0000 |                          ...a',
    '         |                      ....',
    '         |                  ....',
    '  0.5000 |             ..a..',
    '         |         .....',
    '         |    ...........b',
    '  0.0000 |a.......',
    '         +------------------------------\n          epoch 1                      3',
    '',
    '  a trial 10  b trial 11',
  ]);
});

it.each([24, 40, 80, 132])('stays within %i columns', (width) => {
  const many = run(
    ...Array.from({length: 7}, (_, at) => Array.from({length: 30}, (_, epoch) => at + epoch / 30)),
  );
  for (const signs of [plain, {color: false, ascii: true}]) {
    const shown = curvesView(many, width, signs).join('\n');
    for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: whether there is anything else
    if (signs.ascii) expect(shown).toMatch(/^[\x00-\x7f]*$/);
    expect(shown.match(/trial \d+/g)).toEqual(['trial 10', 'trial 11', 'trial 12', 'trial 13', 'trial 14']);
  }
});

it('draws a single epoch, equal scores and nothing at all', () => {
  expect(curvesView(run([0.5]), 40, plain).join('\n')).toContain('0.5000 │a');
  expect(curvesView(run([0.5, 0.5]), 40, plain).join('\n')).toMatch(/0\.5000 │a⠉*a|0\.5000 │a.*a\n/);
  expect(curvesView(run([]), 40, plain)).toEqual([]);
});

it('leaves room for the differences that come late: what models began with lies at the edge', () => {
  const scores = [0, 0.1, ...Array.from({length: 10}, (_, at) => 0.9 + at / 100)];
  const shown = curvesView(run(scores), 60, plain).join('\n');
  expect(shown).toMatch(/0\.9900 │/);
  expect(shown).toMatch(/0\.9100 │|0\.9000 │/);
});

it('takes colours and letters only where they are shown', () => {
  const terminal = {isTTY: true};
  expect(signsOf(terminal, {TERM: 'xterm', LANG: 'en_US.UTF-8'})).toEqual({color: true, ascii: false});
  expect(signsOf(terminal, {TERM: 'xterm', NO_COLOR: '1'})).toEqual({color: false, ascii: false});
  expect(signsOf(terminal, {TERM: 'dumb'})).toEqual({color: false, ascii: true});
  expect(signsOf(terminal, {TERM: 'xterm', LC_ALL: 'C', LANG: 'en_US.UTF-8'})).toMatchObject({ascii: true});
  expect(signsOf({}, {})).toEqual({color: false, ascii: false});
  expect(curvesView(run([0, 1]), 40, {color: true, ascii: false}).join('')).toContain('\u001b[36ma\u001b[0m');
});
