import {createHash} from 'node:crypto';
import {existsSync, lstatSync, readdirSync, readFileSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {verifySnapshot} from '../../dist/data/snapshot.js';

/** Every file under a folder by its path, with the digest of its content. Links are not followed. */
export function filesOf(folder, below = '.') {
  const found = new Map();
  const visit = (path) => {
    const facts = lstatSync(path, {throwIfNoEntry: false});
    if (facts?.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else if (facts) found.set(relative(folder, path), facts.isFile() ? digest(path) : 'no file');
  };
  visit(join(folder, below));
  return found;
}

function digest(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** What the warehouse holds can be read again from the table, so it may change at any time. */
const isWarehouse = (path) => /^\.adl[/\\]warehouse\.duckdb(\.wal)?$/.test(path);

/** What differs of what adl has made, but for runs that failed and say so. */
export function changes(before, after) {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => (path === 'adl.lock' || path.startsWith(`.adl${sep}`)) && !isWarehouse(path))
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path} ${!before.has(path) ? 'is new' : after.has(path) ? 'was changed' : 'is gone'}`);
}

/** Paths that existed before and are other now; what is immutable may never change. */
export function losses(before, after) {
  return changes(before, after).filter(
    (change) => !change.endsWith('is new') && !change.startsWith('adl.lock'),
  );
}

/** Drafts, locks and scratch folders that a command has left in a project. */
export function leftBehind(folder) {
  const isLeft = (name) => /draft|\.stale$|^spill$|^predict-|^warehouse\.lock|\.tmp$|as-utf-8/.test(name);
  return everyName(folder).filter((path) => isLeft(path.split(sep).at(-1)));
}

function everyName(folder) {
  const inHome = existsSync(join(folder, '.adl')) && lstatSync(join(folder, '.adl')).isDirectory();
  const beside = readdirSync(folder).filter((name) => /^adl\.(lock|yaml)\./.test(name));
  return [
    ...beside,
    ...(inHome ? readdirSync(join(folder, '.adl'), {recursive: true}).map((path) => join('.adl', path)) : []),
  ];
}

/** Snapshots that `adl build` would find and that are not what their names say. */
export async function falseSnapshots(folder) {
  const snapshots = join(folder, '.adl', 'snapshots');
  if (!existsSync(snapshots)) return [];
  const found = [];
  for (const name of readdirSync(snapshots)) {
    const schema = await verifySnapshot(join(snapshots, name)).catch((error) => error);
    if (schema instanceof Error) found.push(`${name.slice(0, 12)}: ${schema.message}`);
    else if (schema.digest !== name) found.push(`${name.slice(0, 12)} holds ${schema.digest.slice(0, 12)}`);
  }
  return found;
}

/** Runs without a result whose journal does not say that they failed, or that left more than the journal. */
export function unfinishedRuns(folder) {
  const runs = join(folder, '.adl', 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs).flatMap((id) => {
    const names = readdirSync(join(runs, id));
    if (names.includes('result.json')) return [];
    if (names.join() !== 'journal.ndjson')
      return [`run ${id} failed and left ${names.join(', ') || 'nothing'}`];
    const last = readFileSync(join(runs, id, 'journal.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .at(-1);
    return /"run-failed"/.test(last) ? [] : [`run ${id} does not say how it ended`];
  });
}
