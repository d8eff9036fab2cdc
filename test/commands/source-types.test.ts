import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {hasTerminal, Terminal} from '../helpers/terminal.js';

/** Two columns that nothing but their values tells of: small whole numbers may be grades, counts or codes. */
const csv = `x1,x2,y\n${Array.from({length: 40}, (_, at) => `${(at * 7) % 9},${(at * 5) % 8},${['a', 'b'][at % 2]}`).join('\n')}\n`;

function project(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 't.csv'), csv);
  writeFileSync(join(folder, 'adl.yaml'), 'project: t\nsource: {tables: {t: {uri: t.csv}}, target: y}\n');
  return folder;
}

describe('adl source types', () => {
  it('prints a table, and names what is worth a look', () => {
    const {status, stdout} = adl(['source', 'types', 't.csv'], {cwd: project()});
    expect(status).toBe(0);
    expect(stdout).toMatch(/^40 rows, 3 columns of t\.csv/);
    expect(stdout).toMatch(/column +type +confidence +because/);
    expect(stdout).toMatch(
      /Worth a look, with a confidence below 0\.\d+:\n {2}x1: \S+ 0\.\d\d or \S+ 0\.\d\d/,
    );
    expect(stdout).toContain('begin a project: adl source t.csv --target COLUMN');
    expect(adl(['source', 'types'], {cwd: project()}).stdout).toMatch(/adl source types --set x1=/);
  });

  it('asks nothing where nobody is, and gives all of it as JSON', () => {
    const {status, stdout} = adl(['source', 'types', '--json'], {cwd: project()});
    const {result} = JSON.parse(stdout) as {result: {columns: {column: string; ranking: object[]}[]}};
    expect(status).toBe(0);
    expect(result.columns.map(({column}) => column)).toEqual(['x1', 'x2', 'y']);
    expect(result.columns[0]!.ranking.length).toBe(3);
  });

  it.runIf(hasTerminal)('asks a person at a terminal, and keeps what is answered', async () => {
    const cwd = project();
    const terminal = new Terminal({columns: 90, rows: 40, cwd});
    terminal.enter(`${process.execPath} ${resolve('bin/run.js')} source types; echo status $?`);
    await terminal.until(/x1: .* \[\S+\]/);
    terminal.enter('number');
    await terminal.until(/There is no feature type called number\. They are: categorical/);
    terminal.enter('categorical');
    await terminal.until(/x2: .* \[\S+\]/);
    terminal.enter('');
    expect(await terminal.until(/^status 0/m)).toMatch(/x1 +categorical +said/);
    expect(readFileSync(join(cwd, 'adl.yaml'), 'utf8')).toMatch(/x1: ?\{? ?type: categorical/);
    expect(readFileSync(join(cwd, 'adl.yaml'), 'utf8')).not.toContain('x2');
  });

  it.runIf(hasTerminal)('keeps what was answered before Ctrl-D, and nothing at Ctrl-C', async () => {
    const cwd = project();
    const terminal = new Terminal({columns: 90, rows: 40, cwd});
    terminal.enter(`${process.execPath} ${resolve('bin/run.js')} source types; echo status $?`);
    await terminal.until(/x1: .* \[\S+\]/);
    terminal.enter('numeric');
    await terminal.until(/x2: .* \[\S+\]/);
    terminal.press('C-d');
    expect(await terminal.until(/^status 0/m)).toMatch(/x1 +numeric +said/);
    const before = readFileSync(join(cwd, 'adl.yaml'), 'utf8');
    expect(before).toContain('x1');
    terminal.enter(`clear; ${process.execPath} ${resolve('bin/run.js')} source types; echo status $?`);
    await terminal.until(/x2: .* \[\S+\]$/m);
    terminal.press('C-c');
    await terminal.until(/^status 130/m);
    expect(readFileSync(join(cwd, 'adl.yaml'), 'utf8')).toBe(before);
  });
});
