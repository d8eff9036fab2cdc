import {expect, it} from 'vitest';
import {progressForm} from '../../src/ui/terminal.js';

const both = {stdout: {isTTY: true}, stderr: {isTTY: true}};
const color = {TERM: 'xterm'};

it('is a dashboard at a terminal', () => {
  expect(progressForm(both, color, false)).toBe('dashboard');
});

it.each([
  ['--json', both, color, true],
  ['CI', both, {...color, CI: 'true'}, false],
  ['NO_COLOR', both, {...color, NO_COLOR: '1'}, false],
  ['TERM=dumb', both, {TERM: 'dumb'}, false],
  ['stdout elsewhere', {...both, stdout: {}}, color, false],
  ['stderr elsewhere', {...both, stderr: {isTTY: false}}, color, false],
  ['CI and a screen reader', both, {CI: '1', ADL_SCREEN_READER: '1'}, false],
])('is plain lines with %s', (_what, streams, environment, json) => {
  expect(progressForm(streams, environment, json)).toBe('lines');
});

it.each([{ADL_SCREEN_READER: '1'}, {INK_SCREEN_READER: 'true'}, {ADL_SCREEN_READER: '1', NO_COLOR: '1'}])(
  'is sentences with %o',
  (environment) => {
    expect(progressForm(both, environment, false)).toBe('sentences');
  },
);
