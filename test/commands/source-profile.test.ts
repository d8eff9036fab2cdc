import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {birdsCsv} from '../helpers/birds.js';
import {hasBrowser, Page} from '../helpers/browser.js';

/** A project whose table has a secret that one row holds, and a name that would be markup. */
function project(): string {
  const folder = temporaryFolder();
  const [header, ...rows] = birdsCsv(400).trimEnd().split('\n');
  const lines = rows.map(
    (row, at) => `${row},${at === 5 ? 'a <b>secret</b> of one' : ['red', 'blue'][at % 2]}`,
  );
  writeFileSync(join(folder, 'birds.csv'), `${header},"<script>alert(1)</script>"\n${lines.join('\n')}\n`);
  writeFileSync(
    join(folder, 'adl.yaml'),
    'project: birds\nsource: {tables: {birds: {uri: birds.csv}}, target: harmed}\n',
  );
  return folder;
}

describe('adl source profile', () => {
  it('shows each column at a glance, and writes the page of the project', () => {
    const cwd = project();
    const {status, stdout} = adl(['source', 'profile'], {cwd, env: {LANG: 'C.UTF-8'}});
    expect(status).toBe(0);
    expect(stdout).toMatch(/^400 rows, 6 columns of birds\.csv/);
    expect(stdout).toMatch(/speed +numeric +\d+\.\d% +[▁▂▃▄▅▆▇█ ]+ +-?\d+ to \d+, median \d+/);
    expect(stdout).toMatch(/phase +categorical +\d+\.\d% .* 3 values: \S/);
    expect(stdout).toMatch(/date +datetime .* 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d, median 20/);
    expect(stdout).toMatch(/harmed \(target\)/);
    const page = join(cwd, '.adl/profile.html');
    expect(stdout).toContain(`As a page: ${page}`);
    expect(readFileSync(page, 'utf8')).toContain('harmed by this column');
    expect(adl(['source', 'profile'], {cwd, env: {LC_ALL: 'C'}}).stdout).toMatch(
      /speed +numeric .* [_.:*#= +-]+ +-?\d+ to/,
    );
  });

  it('never names what single rows hold, on a terminal, on the page or as JSON', () => {
    const cwd = project();
    const {stdout} = adl(['source', 'profile', '--json'], {cwd});
    const page = readFileSync(join(cwd, '.adl/profile.html'), 'utf8');
    for (const text of [stdout, adl(['source', 'profile'], {cwd}).stdout, page]) {
      expect(text).toContain('alert(1)');
      expect(text).not.toContain('secret');
    }
    expect(page).not.toContain('<script');
  });

  it('looks at the rows for which a condition holds, of any file', () => {
    const cwd = project();
    const words = ['source', 'profile', 'birds.csv', '--where', `phase = 'Climb' AND speed > 100`];
    const {result} = JSON.parse(adl([...words, '--html', 'some/page.html', '--json'], {cwd}).stdout);
    const speed = result.columns.find(({column}: {column: string}) => column === 'speed');
    expect(result.rows).toBeLessThan(100);
    expect(speed.numbers.minimum).toBeGreaterThan(100);
    expect(result.page).toBe(join(cwd, 'some/page.html'));
    expect(readFileSync(join(cwd, 'some/page.html'), 'utf8')).toContain(
      'of the rows where <code>phase = &#39;Climb&#39;',
    );
    expect(existsSync(join(cwd, '.adl'))).toBe(false);
  });

  it.each([
    [['--where', 'speed > 1e9'], /Expected rows to look at, but `speed > 1e9` holds for none\./],
    [['--where', 'sped > 1'], /Did you mean `speed`\?/],
    [['--where', '1; DROP TABLE x'], /syntax error at or near ";"/],
    [['--where', 'speed >'], /Expected an SQL condition over one row after --where/],
    [['--where', 'phase'], /Expected an SQL condition/],
    [['--where', 'speed > 1) OR (1 = 1'], /It is more than an expression\./],
    [['--html', 'birds.csv'], /Expected a new file or a page of HTML after --html/],
    [['--html', 'adl.yaml'], /Expected a new file or a page of HTML after --html/],
    [['--where', 'random() < 0.5'], /`random` does not give the same every time/],
    [['--target', 'harm'], /Did you mean `harmed`\?/],
    [
      ['--html', 'folder'],
      /Expected a file after --html, but .* is a folder\.\n.*\n?Try: --html .*folder\/profile\.html/,
    ],
  ])('says what is wrong with %j', (words, message) => {
    const cwd = project();
    mkdirSync(join(cwd, 'folder'));
    const {status, stderr} = adl(['source', 'profile', ...words], {cwd});
    expect(stderr).toMatch(message);
    expect([2, 5]).toContain(status);
    expect(existsSync(join(cwd, '.adl/profile.html'))).toBe(false);
  });

  it.runIf(hasBrowser).each([400, 1200])('makes a page that reads well at %i pixels', async (width) => {
    const cwd = project();
    adl(['source', 'profile'], {cwd});
    const page = await Page.open(join(cwd, '.adl/profile.html'), width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate('document.querySelectorAll("main details").length')).toBeGreaterThanOrEqual(6);
    expect(
      await page.evaluate(
        '[...document.querySelectorAll("section,figure,p,table")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".wide")).length',
      ),
    ).toBe(0);
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
  });

  it.runIf(hasBrowser)('makes a page that can be read with a keyboard', async () => {
    const cwd = project();
    adl(['source', 'profile'], {cwd});
    const page = await Page.open(join(cwd, '.adl/profile.html'), 800);
    const focused = () => page.evaluate<string>('document.activeElement.textContent.trim().slice(0, 40)');
    await page.press('Tab');
    expect(await focused()).toBe('Columns');
    await page.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#columns');
    for (let presses = 0; presses < 60 && !(await focused()).startsWith('speed numeric'); presses++)
      await page.press('Tab');
    expect(await focused()).toMatch(/^speed numeric/);
    const isOpen = 'document.activeElement.parentElement.open';
    expect(await page.evaluate(isOpen)).toBe(true);
    await page.press('Enter');
    expect(await page.evaluate(isOpen)).toBe(false);
  });
});
