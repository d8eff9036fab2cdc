import {appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {readSnapshot} from '../../dist/data/snapshot.js';
import {makeBox} from './project.js';
import {isThere, openSession} from './session.js';
import {filesOf} from './state.js';
import {goodText, target} from './table.js';

const quick =
  'build: {families: [FAMILY], search: {trials: 1, epochs: 1}, budget: {time: 60s}, workers: 1}\n';

/** Carries a case out in folders of its own. @returns {{faults, ended, box}} `box` where it is to be kept */
export async function carryOut(hostile, {entry, template, keep = false, limit}) {
  const isFresh = hostile.scenario === 'table' && hostile.draws.chance(0.5);
  const box = makeBox(isFresh ? undefined : template);
  try {
    const session = openSession({entry, box, hostile, limit});
    const context = {...session, session, hostile, template, project: box.project, isFresh};
    await scenarios[hostile.scenario](context);
    return {faults: session.faults, ended: session.ended, ...(keep && {box: box.box})};
  } finally {
    if (!keep) box.remove();
  }
}

const scenarios = {
  table: hostileTable,
  manifest: hostileManifest,
  damage: damagedProject,
  words: hostileWords,
};

/** A table is sourced, in a new project or over the table of a good one, or it is scored. */
async function hostileTable(context) {
  const {hostile, project, isFresh} = context;
  await putTable(project, hostile);
  if (isFresh)
    writeFileSync(join(project, 'adl.yaml'), quick.replace('FAMILY', hostile.draws.pick(['linear', 'mlp'])));
  const isScored = !isFresh && hostile.draws.chance(0.4);
  const stop = meanwhile(project, hostile);
  await (isScored ? scoreTable(context) : sourceTable(context)).finally(stop);
}

async function putTable(project, {name = 't.csv', content, place}) {
  const path = join(project, name);
  mkdirSync(dirname(path), {recursive: true});
  if (place) await place(path);
  else writeFileSync(path, content);
}

function meanwhile(project, {name, meanwhile: change}) {
  if (!change) return () => {};
  const timer = setInterval(() => change(join(project, name)), 7);
  return () => clearInterval(timer);
}

async function sourceTable(context) {
  const {hostile, project, both, checkUntouched, checkKept, checkExpected} = context;
  const before = filesOf(project);
  const words = ['source', hostile.given ?? hostile.name ?? 't.csv', `--target=${hostile.target ?? target}`];
  const first = await both(words);
  checkExpected(first, words);
  if (first.status !== 0) {
    checkUntouched(before, words);
    await goOnAfterFailure(context);
  } else {
    await checkKept(before, words);
    await goOnAfterSuccess(context);
  }
}

/** A good project is as it was; in a new one a good table can be sourced. */
async function goOnAfterFailure({isFresh, project, template, hostile, succeeds, checkKept}) {
  if (isFresh) {
    if (hostile.draws.chance(0.5)) return;
    writeFileSync(join(project, 'good.csv'), goodText);
    await succeeds(['source', 'good.csv', `--target=${target}`], 'after a table that was refused');
    await checkKept(new Map(), ['source', 'good.csv']);
    return;
  }
  copyFileSync(join(template, 'adl.yaml'), join(project, 'adl.yaml'));
  copyFileSync(join(template, 'table.csv'), join(project, 'table.csv'));
  if (hostile.draws.chance(0.3)) await succeeds(['build'], 'from the good snapshot, after a failure');
  else await checkFresh({succeeds}, ['source', 'build', 'deploy']);
}

async function checkFresh({succeeds, tell = () => {}}, names) {
  const result = await succeeds(['status'], 'in a project that was left as it was');
  for (const {name, fresh, because} of result?.stages ?? [])
    if (names.includes(name) && !fresh) tell('snapshots', `${name} is stale: ${because}`, ['status']);
}

async function goOnAfterSuccess(context) {
  const {hostile, project, succeeds, both, tell, isFresh} = context;
  const {snapshot} = sourceFacts(project);
  const schema = readSnapshot(join(project, '.adl', 'snapshots', snapshot));
  if (hostile.rows !== undefined && schema.dataset.rows !== hostile.rows)
    tell('answers', `${hostile.rows} rows in the file, ${schema.dataset.rows} in the snapshot`, ['source']);
  if (hostile.meanwhile) return;
  await checkFresh(context, ['source']);
  if (hostile.alone) return;
  const words = ['build', '--trials=1'];
  const {status} = await both(words);
  if (status !== 0 || !isFresh || hostile.draws.chance(0.4)) return;
  await succeeds(['deploy'], 'after a build that ended well');
  const file = hostile.given ?? hostile.name ?? 't.csv';
  const scored = await succeeds(
    ['deploy', 'predict', file, '--output=scored.csv'],
    'with the very table of the build',
  );
  if (scored && scored.rows !== schema.dataset.rows)
    tell('answers', `${scored.rows} rows scored of ${schema.dataset.rows}`, ['deploy', 'predict', file]);
}

function sourceFacts(project) {
  const lock = readFileSync(join(project, 'adl.lock'), 'utf8');
  return {snapshot: /snapshot: "?([0-9a-f]{64})/.exec(lock)[1]};
}

async function scoreTable({hostile, project, both, tell, checkUntouched}) {
  const before = filesOf(project);
  const words = ['deploy', 'predict', hostile.given ?? hostile.name ?? 't.csv', '--output=scored.csv'];
  const {status} = await both(words);
  checkUntouched(before, words, {top: status !== 0});
  if ((status === 0) !== isThere(project, 'scored.csv') && status !== null)
    tell('snapshots', status === 0 ? 'no output' : 'half an output', words);
}

/** A manifest is put over that of a good project; afterwards the good one is put back. */
async function hostileManifest(context) {
  const {hostile, project, template, both, succeeds, checkUntouched, checkKept, checkExpected} = context;
  writeFileSync(join(project, 'adl.yaml'), hostile.text);
  const before = filesOf(project);
  const words = hostile.draws.pick(commandsFor(hostile)).split(' ');
  const first = await both(words);
  checkExpected(first, words);
  if (first.status === 0) await checkKept(before, words);
  else checkUntouched(before, words, {top: false});
  copyFileSync(join(template, 'adl.yaml'), join(project, 'adl.yaml'));
  if (first.status !== 0 && hostile.draws.chance(0.3))
    await succeeds(['run'], 'with the good manifest, after a failure');
  else await succeeds(['status'], 'with the good manifest put back');
}

/** Without limits in the manifest a build takes longer than a case may. */
function commandsFor({only, path}) {
  if (only) return only;
  if (path?.[0] === 'build') return ['build --time=3s', 'status', 'deploy'];
  if (path?.[0] === 'source') return ['source', 'source', 'run', 'status', 'build --trials=1'];
  return [
    'status',
    'source',
    'build --time=3s',
    'deploy',
    'deploy --to=service',
    'build show',
    'deploy predict table.csv --output=o.csv',
  ];
}

/** What adl wrote is spoilt, then a command meets it. */
async function damagedProject({hostile, project, both, checkExpected}) {
  hostile.spoil(project);
  if (hostile.changes) appendFileSync(join(project, 'table.csv'), '1,red,2020-01-01,one more,yes\n');
  const all = [
    'status',
    'source',
    'build',
    'deploy',
    'deploy --to=service',
    'run',
    'build show',
    'deploy predict table.csv --output=o.csv',
  ];
  const words = hostile.draws.pick(hostile.only ?? all).split(' ');
  checkExpected(await both(words), words);
}

async function hostileWords({hostile, project, both, checkUntouched, checkExpected, checkKept}) {
  const before = filesOf(project);
  const first = await both(hostile.words);
  checkExpected(first, hostile.words);
  if (first.status === 0) await checkKept(before, hostile.words);
  else checkUntouched(before, hostile.words);
  rmSync(join(project, 'new'), {recursive: true, force: true});
}
