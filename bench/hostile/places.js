import {spawnSync} from 'node:child_process';
import {appendFileSync, chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {dirname, join} from 'node:path';
import {goodRows, goodText, target} from './table.js';

const oddFiles = [
  ...[
    '-t.csv',
    '--target.csv',
    'a b.csv',
    "it's.csv",
    'say "t".csv',
    '*.csv',
    '[t].csv',
    '{t}.csv',
    't?.csv',
    '$(id).csv',
    '`id`.csv',
  ],
  ...[
    '🦆.csv',
    'line\nbreak.csv',
    'tab\t.csv',
    'مرحبا.csv',
    'a\u202eb.csv',
    '%s%n.csv',
    '$HOME.csv',
    'a;b.csv',
    "');--.csv",
    '\\.csv',
  ],
  ...[
    't.CSV',
    'a.b.c.csv',
    '.t.csv',
    'y=1.csv',
    '#t.csv',
    '\u001b[31m.csv',
    `${'x'.repeat(240)}.csv`,
    'con.csv',
    '~.csv',
    't.csv.csv',
    '&.csv',
  ],
];

const oddFolders = ['y=1', '*', 'a b', "it's", '🦆', '-x', '%41', 'a\\b', '[a]', '$HOME', 'new\nline'];

/** What is named as a table and is a table in an odd place, or no table at all. */
export const placeCases = {
  'a table with an odd file name': (draws) => {
    const name = draws.pick(oddFiles);
    const given = name.startsWith('-') ? `./${name}` : name;
    return {
      name,
      given,
      content: goodText,
      expect: 'accepted',
      rows: goodRows.length,
      about: JSON.stringify(name.slice(0, 30)),
    };
  },
  'a table in an odd folder': (draws) => {
    const folder = draws.pick(oddFolders);
    return {
      name: `${folder}/t.csv`,
      given: `./${folder}/t.csv`,
      content: goodText,
      expect: 'accepted',
      rows: goodRows.length,
      about: folder,
    };
  },
  'no file': (draws) => {
    const [about, place] = draws.pick([
      ['a folder', (path) => mkdirSync(path)],
      ['a folder of tables', (path) => [mkdirSync(path), writeFileSync(join(path, 'a.csv'), goodText)]],
      ['a fifo', (path) => spawnSync('mkfifo', [path])],
      ['a socket', bindSocket],
      ['a link to itself', (path) => symlinkSync(path, path)],
      ['a ring of links', (path) => [symlinkSync(path, `${path}.2`), symlinkSync(`${path}.2`, path)]],
      ['a link to nothing', (path) => symlinkSync('/nothing/there', path)],
      ['a link to its folder', (path) => symlinkSync('.', path)],
      ...['/dev/null', '/dev/zero', '/dev/random', '/proc/self/mem', '/proc/cpuinfo'].map((to) => [
        `a link to ${to}`,
        (path) => symlinkSync(to, path),
      ]),
      ['nothing', () => {}],
    ]);
    return {name: draws.pick(['t.csv', 't.parquet', 't.json']), place, about, expect: 'refused'};
  },
  'a name that leads nowhere': (draws) => {
    const given = draws.pick([
      ...[
        '',
        ' ',
        '.',
        '..',
        '/',
        '~',
        '~/t.csv',
        'http://127.0.0.1:9/t.csv',
        's3://bucket/t.csv',
        'file:///etc/passwd',
        '/etc/passwd',
        't.csv/',
        't.csv/x.csv',
      ],
      ...[
        '*.csv',
        't.xls',
        't',
        `${'x'.repeat(5000)}.csv`,
        `${'x/'.repeat(3000)}t.csv`,
        '/dev/stdin',
        '-',
        'null',
        '/proc/self/environ',
        'data:text/csv,a',
        "t.csv' OR 1",
      ],
    ]);
    return {given, name: 't.csv.other', content: goodText, about: given.slice(0, 30), expect: 'refused'};
  },
  'a target that is odd': (draws) => {
    const odd = draws.pick([
      '',
      ' ',
      'Big',
      'bi',
      '__proto__',
      'constructor',
      '*',
      'big,size',
      '"big"',
      'big ',
      'x'.repeat(20_000),
      '\n',
      '🦆',
      '\u001b[2J',
      'adl:row',
      '1',
      "big' --",
    ]);
    return {
      name: 't.csv',
      content: goodText,
      target: odd,
      about: JSON.stringify(odd.slice(0, 20)),
      expect: 'refused',
      mayName: odd.startsWith('adl:'),
    };
  },
  'a file that may not be read': () => ({
    name: 't.csv',
    place: (path) => [writeFileSync(path, goodText), chmodSync(path, 0)],
    // Who is root reads it all the same.
    ...(process.getuid?.() === 0 ? {} : {expect: 'refused'}),
  }),
  'a file that grows meanwhile': (draws) =>
    changing('grows', (path) => appendFileSync(path, draws.pick(['1,red,2020-01-01,n,yes\n', '1,', '"']))),
  'a file that shrinks meanwhile': (draws) =>
    changing('shrinks', (path) => truncateSync(path, draws.below(goodText.length))),
  'a file that is written anew meanwhile': (draws) =>
    changing('anew', (path) =>
      writeFileSync(path, draws.pick([goodText, goodText.replaceAll('red', 'grey'), ''])),
    ),
  'a sparse file': (draws) => ({
    name: draws.pick(['t.csv', 't.json', 't.parquet']),
    place: (path) => [writeFileSync(path, goodText), truncateSync(path, 20_000_000)],
    expect: 'refused',
  }),
};

function changing(about, change) {
  return {about, name: 't.csv', content: goodText.repeat(1), meanwhile: change, target};
}

function bindSocket(path) {
  mkdirSync(dirname(path), {recursive: true});
  const server = createServer();
  return new Promise((done) => {
    server.listen(path, () => {
      server.unref();
      done();
    });
  });
}
