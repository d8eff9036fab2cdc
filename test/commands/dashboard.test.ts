import {appendFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {temporaryFolder} from '../helpers/adl.js';
import {sourcedProject} from '../helpers/birds.js';
import {hasTerminal, Terminal, type TerminalOptions} from '../helpers/terminal.js';
import {isAlive, processesOf} from '../helpers/workers.js';

const adl = `${process.execPath} ${resolve('bin/run.js')}`;
const long = `${adl} build --trials 400 --time 60s --workers 2`;

async function terminalIn(size: Pick<TerminalOptions, 'columns' | 'rows'>, env?: Record<string, string>) {
  const cwd = temporaryFolder();
  await sourcedProject(cwd, {rows: 2000});
  return {cwd, terminal: new Terminal({...size, cwd, ...(env && {env})})};
}

/** The first line is in its place, and none is longer than the screen is wide. */
function expectWhole(terminal: Terminal, columns: number, rows: number): void {
  const lines = terminal.lines();
  expect(lines[0]).toMatch(/^adl build {2}run 0001: training/);
  expect(lines.join('\n').trimEnd().split('\n').length).toBeLessThanOrEqual(rows);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
}

describe.runIf(hasTerminal)('the dashboard of adl build', {timeout: 60_000}, () => {
  it.each([
    {columns: 80, rows: 24, metric: 'score', other: {columns: 200, rows: 60}},
    {columns: 200, rows: 60, metric: 'average-precision', other: {columns: 60, rows: 16}},
  ])('fits $columns x $rows, follows a resize, and leaves at Ctrl-C', async ({metric, other, ...size}) => {
    const {cwd, terminal} = await terminalIn(size);
    terminal.enter(`${long}; echo status $?`);
    const seen = await terminal.until(/Best {4}average-precision [\s\S]* done /);
    expectWhole(terminal, size.columns, size.rows);
    expect(seen).toMatch(/^Time {4}\[#*-+\] {2}0:\d\d of 1:00, 0:\d\d left/m);
    expect(seen).toMatch(/^Epochs {2}\[#*-+\] {2}\d+ of 4000; trials: \d+ done, \d+ running, \d+ waiting/m);
    expect(seen).toMatch(/0\.\d{4} by trial \d+ \((linear|mlp)\), epoch \d+/);
    expect(seen).toMatch(/[▁▂▃▄▅▆▇█]/);
    expect(seen).toMatch(/higher is better/);
    expect(seen).toMatch(/worker {2}does +seconds {2}units done/);
    expect(seen).toMatch(/0 {2}((trial \d+|\d+ trials), epoch \d+, (train|evaluate)|waits for work)/);
    expect(seen).toMatch(new RegExp(`^rank {2}trial {2}family {2}epochs +${metric} +state +parameters`, 'm'));
    expect(seen).toMatch(/^ +1 +\d+ {2}(linear|mlp) +\d+ of 10 +0\.\d{4}/m);
    expect(seen).toContain('Ctrl-C stops the run. No warnings.');

    terminal.resize(other.columns, other.rows);
    await terminal.until(other.columns === 200 ? /average-precision +state/ : /score +state/);
    expectWhole(terminal, other.columns, other.rows);
    expect(terminal.state()).toMatchObject({onOwnScreen: true, cursor: false, history: 0});

    terminal.resize(100, 30);
    const {workers} = processesOf(cwd, '0001');
    terminal.press('C-c');
    expect(await terminal.until(/^status 130/m, 2000)).toContain(
      'Try: adl build resume\nTry: adl build show',
    );
    expect(workers.filter(isAlive)).toEqual([]);
    await expectRestored(terminal);
  });

  it('gives way to the result, and repeats its warnings', async () => {
    const {cwd, terminal} = await terminalIn({columns: 80, rows: 40});
    appendFileSync(join(cwd, 'birds.csv'), '9999,100,Climb,2015-01-10,yes\n');
    terminal.enter(`${adl} build --trials 3 --workers 2; echo status $?`);
    expect(await terminal.until(/^rank/m)).toMatch(/^Warnings\n {2}! The snapshot is stale/m);
    const text = await terminal.until(/^status 0/m);
    expect(text).toMatch(/^warning: The snapshot is stale/m);
    expect(text).toMatch(/best: trial \d/);
    expect(text).toContain('Next: adl deploy');
    expect(text).not.toContain('Ctrl-C stops the run');
    await expectRestored(terminal);
  });

  it('leaves at SIGTERM as at Ctrl-C', async () => {
    const {cwd, terminal} = await terminalIn({columns: 80, rows: 24});
    terminal.enter(`${long}; echo status $?`);
    await terminal.until(/Best {4}average-precision/);
    const {own, workers} = processesOf(cwd, '0001');
    process.kill(own, 'SIGTERM');
    await terminal.until(/^status 130/m, 2000);
    expect(workers.filter(isAlive)).toEqual([]);
    await expectRestored(terminal);
  });

  it('is plain lines for NO_COLOR, and sentences for a screen reader', async () => {
    const {cwd, terminal} = await terminalIn({columns: 80, rows: 60}, {NO_COLOR: '1'});
    terminal.enter(`${adl} build --trials 1 --workers 2`);
    expect(await terminal.until(/Next: adl deploy/)).toMatch(/^build +\d+\.\ds {2}run 0001 on 2 workers/m);
    const spoken = new Terminal({columns: 80, rows: 60, cwd, env: {ADL_SCREEN_READER: '1'}});
    spoken.enter(`${adl} build --trials 1 --time 30s --workers 1`);
    const text = await spoken.until(/Next: adl deploy/);
    expect(text).toContain('The build begins.\nRun 0002 has up to 30 seconds. The best model is chosen by');
  });
});

/** What a shell needs of its terminal. */
async function expectRestored(terminal: Terminal): Promise<void> {
  terminal.enter('clear; stty -a | grep -ow -e "-*icanon" -e "-*echo" -e "-*isig"; echo end');
  expect(await terminal.until(/^end/m)).toMatch(/^isig\nicanon\necho\nend/m);
  expect(terminal.state()).toMatchObject({onOwnScreen: false, cursor: true});
}
