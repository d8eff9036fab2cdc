import {render} from 'ink';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import type {BuildView} from '../../../src/lifecycle/build-show.js';
import {Dashboard} from '../../../src/ui/dashboard/dashboard.js';
import type {Picture} from '../../../src/ui/dashboard/picture.js';
import {Screen} from '../../../src/ui/dashboard/screen.js';
import {picture, view} from '../../helpers/build-view.js';

/** What ink makes of a picture: the lines of one frame, without colours. */
function linesOf(change: Partial<Picture>): string[] {
  const {columns, rows} = picture(change);
  const frames: string[] = [];
  const stream = {columns, rows, isTTY: true, on: () => stream, off: () => stream, write};
  function write(frame: string) {
    frames.push(frame);
    return true;
  }
  const stdout = stream as unknown as NodeJS.WriteStream;
  const ink = render(createElement(Dashboard, {picture: picture(change)}), {
    ...{stdout, debug: true, patchConsole: false, exitOnCtrlC: false},
  });
  ink.unmount();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
  return frames[0]!.replace(/\u001b\[[\d;]*m/g, '').split('\n');
}

describe('the dashboard', () => {
  it('says at 80x24 what there is to know', () => {
    const text = linesOf({warnings: ['trial 4 is left out: it diverged']}).join('\n');
    expect(text).toContain('run 0001: training');
    expect(text).toContain('0:20 of 0:30, 0:10 left');
    expect(text).toContain('26 of 36; trials: 2 done, 1 running, 1 waiting, 1 failed');
    expect(text).toContain('average-precision 0.8123 by trial 7 (mlp), epoch 6');
    expect(text).toMatch(/0 {2}trial 7, epoch 7, train +0\.5 +4/);
    expect(text).toMatch(/1 {2}waits for work +- +3/);
    expect(text).toMatch(/1 +7 {2}mlp +6 of 8 +0\.8123 {2}running {2}units=64, learningRate=0\.0012/);
    expect(text).toMatch(/- +4 {2}mlp +4 of 8 +- {2}failed +the loss was no longer/);
    expect(text).toContain('and 1 waiting: adl build show');
    expect(text).toContain('! trial 4 is left out: it diverged');
  });

  it('holds every line within every size', () => {
    const wordy = view();
    wordy.trials[0]!.parameters = {name: '🐦 ストライク'.repeat(40)};
    wordy.workers = Array.from({length: 40}, (_, worker) => ({...wordy.workers[0]!, worker}));
    const warnings = [`a long\nwarning ${'x'.repeat(300)}`, '\u001b[2J'];
    for (const columns of [20, 40, 80, 119, 120, 200])
      for (const rows of [5, 12, 16, 24, 60]) {
        const lines = linesOf({view: wordy, warnings, columns, rows});
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }
  });

  it('writes the one score there is beside the plot once, and two at its ends', () => {
    const labels = (curve: BuildView['curve']) =>
      linesOf({view: {...view(), curve}, columns: 200, rows: 60})
        .map((line) => /^ (\d\.\d{4}) /.exec(line)?.[1])
        .filter(Boolean);
    const [low, high] = [view().curve[0]!, view().curve[1]!];
    expect(labels([low, high])).toEqual(['0.8123', '0.6000']);
    expect(labels([high])).toEqual(['0.8123']);
  });

  it('leaves the plot as it is beside scores of many digits, and cuts nothing that is said of it', () => {
    const [first, last] = [view().curve[0]!, view().curve[1]!];
    const curve = [
      {...first, score: 1_234.56},
      {...last, score: 43_210.98},
    ];
    for (const [columns, rows] of [
      [80, 24],
      [80, 40],
      [200, 60],
    ] as const) {
      const lines = linesOf({view: {...view(), curve}, columns, rows});
      const bars = lines.filter((line) => line.includes('█'));
      expect(new Set(bars.map((line) => line.lastIndexOf('█'))).size).toBe(1);
      expect(lines.join('\n')).toMatch(/from 1,234\.56 to 43,211\.0 in 1 change .* ago; higher is better/);
    }
  });

  it('says where it is before there is anything to show', () => {
    const text = linesOf({view: undefined}).join('\n');
    expect(text).toContain('reading the snapshot');
    expect(text).toContain('no trial has ended an epoch yet');
  });
});

describe('the screen', () => {
  it('paints whole frames from the corner, only changed ones, and leaves what it found', () => {
    const written: string[] = [];
    const terminal = {columns: 3, rows: 2, write: (text: string) => written.push(text)};
    const screen = new Screen(terminal as unknown as NodeJS.WriteStream);
    screen.write('abc\nd\nof a time when there was room');
    screen.write('abc\nd\nof a time when there was room');
    screen.close();
    expect(written.map((text) => text.replaceAll('\u001b', '^'))).toEqual([
      '^[?1049h^[?25l^[2J',
      '^[?2026h^[H^[2Kabc\r\n^[2Kd^[J^[?2026l',
      '^[?2026l^[?25h^[?1049l',
    ]);
  });
});

/** Columns on a screen: the signs of the test are two columns each, or one. */
function widthOf(line: string): number {
  return [...line].reduce(
    (sum, sign) => sum + (/[\p{Extended_Pictographic}\u3000-\u9fff]/u.test(sign) ? 2 : 1),
    0,
  );
}
