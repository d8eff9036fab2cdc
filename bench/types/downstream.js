// What types are worth: the test accuracy of a linear model and a forest under the types that people say, those that adl finds,
// and numbers wherever a column holds numbers.
import {copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openDatabase} from '../../dist/data/database.js';
import {literal} from '../../dist/data/identifier.js';
import {build} from '../../dist/lifecycle/build.js';
import {source} from '../../dist/lifecycle/source.js';

const families = ['linear', 'forest'];

/** `targets.csv` says file, target and task; `column-types.csv` file, column and feature_type. */
export async function compareDownstream(folder, {say, rows}) {
  const [targets, labels] = await readLists(folder);
  for (const {file, target} of targets.filter((one) => labels.some((label) => label.file === one.file))) {
    const said = Object.fromEntries(
      labels.filter((one) => one.file === file).map(({column, type}) => [column, type]),
    );
    const found = await typesFound(folder, {file, target});
    const numbers = Object.fromEntries(
      found.filter(({raw}) => raw === 'number').map(({column}) => [column, 'numeric']),
    );
    const variants = {'people say': said, 'adl finds': {}, 'numbers are numeric': numbers};
    for (const family of families) {
      const row = {of: 'downstream', type: `${file} ${family}`};
      for (const [name, types] of Object.entries(variants))
        row[name] = await scored(folder, {file, target, family, types}).catch(
          (error) => error.code ?? error.message,
        );
      say(JSON.stringify(row));
      rows.push(row);
    }
  }
}

async function readLists(folder) {
  const database = await openDatabase(':memory:');
  const list = (name) => `read_csv(${literal(join(folder, name))}, all_varchar = true, header = true)`;
  const targets = await database.rows(`SELECT file, target FROM ${list('targets.csv')}`);
  const labels = await database.rows(
    `SELECT file, "column", feature_type AS type FROM ${list('column-types.csv')}`,
  );
  database.close();
  return [targets, labels];
}

async function typesFound(folder, {file, target}) {
  return inProject(folder, {file, target, types: {}}, async (host) => {
    const {types, snapshot} = await finished(source(host, {}));
    const {readSnapshot} = await import('../../dist/data/snapshot.js');
    const {columns} = readSnapshot(join(host.cwd, '.adl', 'snapshots', snapshot));
    return types.map(({column}) => ({column, raw: columns.find(({name}) => name === column).raw}));
  });
}

function scored(folder, {family, ...project}) {
  return inProject(folder, {...project, family}, async (host) => {
    await finished(source(host, {}));
    const {metrics} = (await finished(build(host, {trials: 4, workers: 1, seed: 0}))).best;
    const metric = 'accuracy' in metrics.test ? 'accuracy' : 'r2';
    return `${metric} ${metrics.test[metric].toFixed(4)}`;
  });
}

async function inProject(folder, {file, target, types, family = 'linear'}, work) {
  const cwd = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    copyFileSync(join(folder, file), join(cwd, 'table.csv'));
    const columns = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, {type}]));
    const text = JSON.stringify({
      project: 'downstream',
      source: {tables: {table: {uri: 'table.csv'}}, target, columns},
      build: {families: [family]},
    });
    writeFileSync(join(cwd, 'adl.yaml'), text);
    return await work({cwd, now: () => Date.now(), environment: process.env});
  } finally {
    rmSync(cwd, {recursive: true, force: true});
  }
}

async function finished(events) {
  for (;;) {
    const turn = await events.next();
    if (turn.done) return turn.value;
  }
}
