import {spawnSync} from 'node:child_process';
import {appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {source} from '../../src/lifecycle/source.js';
import type {SourceOptions} from '../../src/lifecycle/source-request.js';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {folderWith, hostIn, runSource, tableText} from '../helpers/source.js';
import {canDropPrivileges, open, unprivileged} from '../helpers/unprivileged.js';

const table = tableText(200);

describe('a first run that fails leaves nothing behind', () => {
  it.each<[string, string | Uint8Array]>([
    ['rows without end', 'size,big\n1,"2\n'],
    ['another encoding', Buffer.from('size,big\n1,é\n', 'latin1')],
    ['no target', 'a,b\n1,2\n3,4\n'],
    ['a target that never changes', 'size,big\n1,2\n3,2\n'],
  ])('for %s', async (_name, content) => {
    const folder = folderWith({'t.csv': content, '.gitignore': '*.log'});
    await expect(runSource(folder, {file: 't.csv', target: 'big'})).rejects.toThrow();
    expect(readdirSync(folder).sort()).toEqual(['.gitignore', 't.csv']);
  });

  it('but keeps what was there', async () => {
    const folder = folderWith({'t.csv': 'size,big\n1,"2\n', '.adl/runs/0001/journal.ndjson': ''});
    await expect(runSource(folder, {file: 't.csv', target: 'big'})).rejects.toThrow();
    expect(existsSync(join(folder, '.adl/runs/0001/journal.ndjson'))).toBe(true);
  });

  it('for a file in the place of a folder of adl, which it says how to move', async () => {
    const folder = folderWith({'t.csv': table, '.adl/snapshots': ''});
    const snapshots = join(folder, '.adl/snapshots');
    await expect(runSource(folder, {file: 't.csv', target: 'big'})).rejects.toMatchObject({
      code: 'FOLDER_UNUSABLE',
      suggestions: [`mv ${snapshots} ${snapshots}.aside`],
    });
    expect(readdirSync(folder).sort()).toEqual(['.adl', 't.csv']);
  });
});

describe('a file that changes while it is read', () => {
  it.each<[string, (path: string) => void]>([
    ['grows by a row', (path) => appendFileSync(path, '1,red,,yes\n')],
    ['grows by half a row', (path) => appendFileSync(path, '1,r')],
    ['goes', (path) => rmSync(path)],
  ])('is told as that when it %s', async (_name, change) => {
    const folder = folderWith({'t.csv': table});
    const run = sourceWhile(folder, {file: 't.csv', target: 'big'}, () => change(join(folder, 't.csv')));
    await expect(run).rejects.toMatchObject({code: 'FILE_CHANGED'});
    expect(readdirSync(folder)).toEqual(existsSync(join(folder, 't.csv')) ? ['t.csv'] : []);
  });

  it('is read when the command runs again', async () => {
    const folder = folderWith({'t.csv': table});
    await runSource(folder, {file: 't.csv', target: 'big'});
    appendFileSync(join(folder, 't.csv'), '1,red,,yes\n');
    const run = sourceWhile(folder, {}, () => appendFileSync(join(folder, 't.csv'), '2,red,,yes\n'));
    await expect(run).rejects.toMatchObject({code: 'FILE_CHANGED'});
    expect((await runSource(folder)).result.dataset.rows).toBe(202);
  });
});

describe('without permission', () => {
  const canDrop = canDropPrivileges();
  beforeEach(({skip}) => {
    if (!canDrop) skip('no user without privileges can be had here: setpriv of util-linux does it for root');
  });

  it('to read the file, the file is named', () => {
    const folder = open(folderWith({'t.csv': table}));
    chmodSync(join(folder, 't.csv'), 0);
    const {status, stderr} = unprivileged(['source', 't.csv', '--target', 'big'], folder);
    expect(stderr).toContain(`Expected to read ${join(folder, 't.csv')}, but this user may not (EACCES).`);
    expect(stderr).toContain(`Try: sudo chmod a+r ${join(folder, 't.csv')}`);
    expect(status).toBe(6);
    expect(readdirSync(folder)).toEqual(['t.csv']);
  });

  it('to enter its folder, likewise', () => {
    const folder = open(folderWith({'in/t.csv': table}));
    chmodSync(join(folder, 'in'), 0);
    const {status, stderr} = unprivileged(['source', 'in/t.csv', '--target', 'big'], folder);
    expect([status, stderr]).toEqual([6, expect.stringContaining('Code: FILE_UNREADABLE')]);
  });

  it('to write where the project would be, its folder is named', () => {
    const folder = open(folderWith({'t.csv': table}));
    chmodSync(folder, 0o555);
    const {status, stderr} = unprivileged(['source', 't.csv', '--target', 'big'], folder);
    expect(stderr).toContain(
      `Expected a folder at ${join(folder, '.adl')}, but this user may not make one (EACCES).`,
    );
    expect(status).toBe(6);
  });

  it('to write the warehouse of another user, the warehouse is named', async () => {
    const folder = open(folderWith({'t.csv': table}));
    await runSource(folder, {file: 't.csv', target: 'big'});
    for (const place of ['.', '.adl', '.adl/snapshots']) open(join(folder, place));
    chmodSync(join(folder, '.adl/warehouse.duckdb'), 0o400);
    const {status, stderr} = unprivileged(['source', '--target', 'colour'], folder);
    expect(stderr).toMatch(/Expected to open .*warehouse\.duckdb, but this user may not\./);
    expect(status).toBe(6);
    expect(existsSync(join(folder, '.adl/warehouse.duckdb'))).toBe(true);
  });
});

describe('a full disk', () => {
  it('is told as that, and takes back what was begun', ({skip}) => {
    const {status, output, left} = onSmallDisk(skip, 'size=4m', '');
    expect(output).toMatch(/Expected room on the disk for .*warehouse\.duckdb\.wal, found it full\./);
    expect(output).toContain('Try: df -h ');
    expect([status, left]).toEqual([6, ['t.csv']]);
  });

  it('leaves the snapshot and the lock of the last run', ({skip}) => {
    const fill = 'cp adl.lock kept; head -c 100M /dev/zero > fill 2>/dev/null; truncate -s -300K fill;';
    const {status, output, left} = onSmallDisk(
      skip,
      'size=30m',
      `RUN source t.csv --target big >&2; ${fill}`,
    );
    expect(output).toContain('Code: DISK_FULL');
    expect([status, left]).toEqual([6, ['.gitignore', 'adl.lock', 'adl.yaml', 'fill', 'kept', 't.csv']]);
    expect(output).toContain('the lock is as it was');
    expect(output).not.toContain('.draft\n');
  });

  it('is told as that where files may not grow', ({skip}) => {
    const folder = folderWith({'t.csv': longTable()});
    const limited = (words: string[]) =>
      spawnSync('prlimit', ['--fsize=300000', ...words], {cwd: folder, encoding: 'utf8'});
    if (limited(['true']).status !== 0) skip('prlimit, of util-linux, is not here');
    const run = [process.execPath, resolve('bin/run.js'), 'source', 't.csv', '--target', 'big', '--json'];
    const {status, stdout} = limited(run);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 6,
      code: 'DISK_FULL',
      suggestions: ['ulimit -f unlimited'],
    });
    expect(status).toBe(6);
    expect(readdirSync(folder)).toEqual(['t.csv']);
  });
});

it('works in a folder with a question mark in its name', async () => {
  const folder = join(temporaryFolder(), 'why?not&how=*');
  mkdirSync(folder);
  writeFileSync(join(folder, 't.csv'), table);
  const odd = await runSource(folder, {file: 't.csv', target: 'big'});
  const plain = await runSource(folderWith({'t.csv': table}), {file: 't.csv', target: 'big'});
  expect(odd.result.snapshot).toBe(plain.result.snapshot);
  expect((await runSource(folder)).result.snapshot).toBe(plain.result.snapshot);
  await runSource(folder, {target: 'colour'});
});

it('reads no pipe, and does not wait for one', ({skip}) => {
  const folder = temporaryFolder();
  if (spawnSync('mkfifo', [join(folder, 't.csv')]).status !== 0) skip('mkfifo is not here');
  const {status, stderr} = adl(['source', 't.csv', '--target', 'big'], {cwd: folder});
  expect([status, stderr]).toEqual([3, expect.stringContaining('is a pipe.')]);
});

/** Runs the stage, and does something when the file is known by its digest and not read yet. */
async function sourceWhile(folder: string, options: SourceOptions, change: () => void): Promise<void> {
  for await (const {message} of source(hostIn(folder), options)) if (message === 'Reading t.csv') change();
}

function longTable(): string {
  const [header, ...rows] = tableText(60_000).split('\n');
  return `${header},more\n${rows
    .slice(0, -1)
    .map((row, at) => `${row},${Math.sin(at)}\n`)
    .join('')}`;
}

/**
 * Runs `adl source` on a disk of its own that is as small as said, after what `before` does there.
 * @returns the exit status, all that was said, and the names of what is left
 */
function onSmallDisk(skip: (why: string) => void, size: string, before: string) {
  const folder = folderWith({'t.csv': longTable()});
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const own = process.getuid?.() === 0 ? ['--mount'] : ['--map-root-user', '--mount'];
  const inside = (script: string) =>
    spawnSync('unshare', [...own, 'sh', '-c', script], {cwd: folder, encoding: 'utf8'});
  const mount = `mount -t tmpfs -o ${size} tmpfs disk && cp t.csv disk && cd disk`;
  if (inside(mount).status !== 0) skip('no disk can be mounted here: it takes `unshare --mount`');
  const run = `${process.execPath} ${resolve('bin/run.js')}`;
  const {stdout, stderr} = inside(
    `${mount} && ${before.replaceAll('RUN', run)} ${run} source ${before ? '--target colour' : 't.csv --target big'} >&2
     echo $? && ls -A | grep -v '^.adl$'; find .adl -name '.draft*' >&2; cmp -s adl.lock kept && echo the lock is as it was >&2`,
  );
  const [status, ...left] = stdout.trim().split('\n');
  return {status: Number(status), output: stderr, left};
}
