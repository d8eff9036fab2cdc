import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {damaged} from './bytes.js';

/** Ways to spoil what adl itself has written; `spoil` gets the folder of a project where every stage has run. */
export const damageCases = {
  'a lock damaged': (draws) => spoilBytes(draws, (folder) => join(folder, 'adl.lock')),
  'a lock of another shape': (draws) => {
    const [about, text] = draws.pick([
      ...[
        '',
        '\0',
        '{}',
        '[]',
        'null',
        'version: 2\nstages: {}\n',
        'version: 1\n',
        'version: 1\nstages: {}\n',
        'version: 1\nstages: {source: 1}\n',
        '- a',
        '{',
        '\t',
        'x',
      ].map((one) => [JSON.stringify(one), one]),
      ['a merge conflict', '<<<<<<< HEAD\nversion: 1\n=======\nversion: 1\n>>>>>>> x\n'],
      ...['../../outside', '', '/etc', '.', '0'.repeat(64), '__proto__', 'x'.repeat(5000), '\\0'].map(
        (name) => [
          `snapshot ${name.slice(0, 20)}`,
          `version: 1\nstages: {source: {inputs: {}, outputs: {snapshot: "${name}"}}}\n`,
        ],
      ),
      ['a run elsewhere', 'version: 1\nstages: {build: {inputs: {}, outputs: {run: "../../outside"}}}\n'],
      [
        'numbers',
        'version: 1\nstages: {source: {inputs: {}, outputs: {snapshot: 1}}, build: {inputs: {}, outputs: {run: []}}}\n',
      ],
      [
        'a bomb',
        `a: &a [x, x, x]\nb: &b [*a, *a, *a]\n${Array.from({length: 20}, (_, i) => `c${i}: &c${i} [${i ? `*c${i - 1}, *c${i - 1}, *c${i - 1}` : '*b'}]`).join('\n')}\n`,
      ],
    ]);
    return {about, spoil: (folder) => writeFileSync(join(folder, 'adl.lock'), text)};
  },
  'a part of a snapshot damaged': (draws) => ({
    ...spoilBytes(draws, (folder) => draws.pick(filesUnder(folder, '.adl/snapshots', '.parquet'))),
    only: ['build', 'deploy'],
    expect: 'refused',
  }),
  'the schema of a snapshot damaged': (draws) =>
    spoilBytes(draws, (folder) => filesUnder(folder, '.adl/snapshots', 'schema.json')[0]),
  'the schema of a snapshot is something else': (draws) => {
    const text = draws.pick([
      '',
      '{}',
      '[]',
      'null',
      '1',
      '{"format":2}',
      '['.repeat(100_000),
      '{"__proto__":1}',
      '\0',
      '{"format":1,"digest":"x"}',
    ]);
    return {
      about: text.slice(0, 20),
      spoil: (folder) => writeFileSync(filesUnder(folder, '.adl/snapshots', 'schema.json')[0], text),
      only: ['build', 'deploy'],
      expect: 'refused',
    };
  },
  'a file of a run damaged': (draws) =>
    spoilBytes(draws, (folder) => draws.pick(filesUnder(folder, '.adl/runs', ''))),
  'a file of a model damaged': (draws) =>
    spoilBytes(draws, (folder) => draws.pick(filesUnder(folder, '.adl/models', ''))),
  'something deleted': (draws) => {
    const seen = draws.pick([
      '.adl',
      '.adl/snapshots',
      '.adl/runs',
      '.adl/models',
      '.adl/warehouse.duckdb',
      'adl.lock',
      'adl.yaml',
      'table.csv',
      '.adl/runs/0001/result.json',
      '.adl/runs/0001/model.json',
      '.adl/runs/0001/weights.bin',
      '.adl/runs/0001/journal.ndjson',
      '.adl/models/1/model.onnx',
      '.adl/models/1/signature.json',
      '.adl/models/1/parity.json',
    ]);
    return {about: seen, spoil: (folder) => rmSync(join(folder, seen), {recursive: true})};
  },
  'something is of another kind': (draws) => {
    const path = draws.pick([
      '.adl',
      '.adl/snapshots',
      '.adl/runs',
      '.adl/models',
      '.adl/warehouse.duckdb',
      'adl.lock',
      'adl.yaml',
      '.gitignore',
      '.adl/spill',
      '.adl/warehouse.lock',
      '.adl/snapshots/.draft',
      '.adl/runs/0001',
      '.adl/runs/0002',
      '.adl/models/1',
      '.adl/models/2',
      '.adl/runs/0001/journal.ndjson',
      '.adl/runs/0001/result.json',
    ]);
    const [kind, put] = draws.pick([
      ['a folder', (at) => mkdirSync(at)],
      ['a file', (at) => writeFileSync(at, 'x')],
      ['empty', (at) => writeFileSync(at, '')],
      ['a link to nothing', (at) => symlinkSync('/nothing/there', at)],
      ['a link to itself', (at) => symlinkSync(at, at)],
    ]);
    const spoil = (folder) => {
      rmSync(join(folder, path), {recursive: true, force: true});
      put(join(folder, path));
    };
    return {about: `${path} is ${kind}`, spoil};
  },
  'a warehouse damaged': (draws) => ({
    ...spoilBytes(draws, (folder) => join(folder, '.adl/warehouse.duckdb')),
    ...{only: ['source'], changes: true, expect: 'accepted'},
  }),
  'a lock on the warehouse': (draws) => {
    const [about, text, expect] = draws.pick([
      ['of a process that is gone', '{"pid":4194303,"start":"1"}', 'accepted'],
      ['of this process', JSON.stringify({pid: process.pid, start: null}), 'refused'],
      ['of nobody', '', 'accepted'],
      ['of null', 'null', 'accepted'],
      ['of an odd pid', '{"pid":-1,"start":null}', 'accepted'],
      ['of a pid that is text', '{"pid":"1; id"}', 'accepted'],
      ['of a pid beyond', '{"pid":1e300,"start":null}', 'accepted'],
      ['of zero', '{"pid":0,"start":null}', 'accepted'],
      ['of a list', '[1]', 'accepted'],
    ]);
    return {
      about,
      expect,
      changes: true,
      only: ['source'],
      keepsLock: expect === 'refused',
      spoil: (folder) => writeFileSync(join(folder, '.adl/warehouse.lock'), text),
    };
  },
  'odd things lie about': (draws) => {
    const name = draws.pick([
      '.adl/runs/abc',
      '.adl/runs/-1',
      '.adl/runs/1e9',
      '.adl/runs/9999999999999999999999',
      '.adl/models/x',
      '.adl/models/-1',
      '.adl/models/1e9',
      '.adl/models/.draft',
      '.adl/snapshots/x',
      '.adl/runs/0002',
      '.adl/models/2',
      '.adl/models/99999999999999999999',
    ]);
    return {about: name, spoil: (folder) => mkdirSync(join(folder, name))};
  },
  'a journal with other things in it': (draws) => {
    const more = draws.pick([
      '{',
      'null\n',
      '[]\n',
      '{"type":"run-started","at":1}\n',
      '{"type":"x","at":"y"}\n',
      '\0\0\0',
      'text\n',
      '{"type":"unit-ended","at":1}\n',
      '1\n',
      '{"at":1e400}\n',
    ]);
    return {
      about: JSON.stringify(more),
      spoil: (folder) => appendFileSync(join(folder, '.adl/runs/0001/journal.ndjson'), more),
      only: ['build show', 'build show --json', 'status', 'deploy'],
    };
  },
  'a run that is a copy of itself': () => ({
    spoil: (folder) =>
      cpSync(join(folder, '.adl/runs/0001'), join(folder, '.adl/runs/0002'), {recursive: true}),
  }),
};

function spoilBytes(draws, find) {
  return {
    about: 'bytes',
    spoil: (folder) => {
      const path = find(folder);
      writeFileSync(path, damaged(draws, readFileSync(path)).content);
    },
  };
}

function filesUnder(folder, below, end) {
  return readdirSync(join(folder, below), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
