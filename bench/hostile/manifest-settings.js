import {changed} from './manifest.js';
import {oddNames} from './oddities.js';

/** Manifests whose every key is known, and whose values lead astray. */
export const manifestSettingCases = {
  'manifest with a path that leads astray': (draws) => {
    const uri = draws.pick([
      '..',
      '../..',
      '/',
      '/etc/passwd',
      '~',
      '~/t.csv',
      'http://127.0.0.1:9/t.csv',
      's3://a/b.csv',
      'file:///etc/passwd',
      '.adl/warehouse.duckdb',
      'adl.yaml',
      '.',
      '*.csv',
      '../*/table.csv',
      'table.csv\0',
      'table.csv\n',
      ' table.csv',
      'x'.repeat(5000),
      '/proc/self/environ',
      "table.csv') --",
      '\\\\server\\t.csv',
      'C:\\t.csv',
      '/dev/stdin',
      '.adl/snapshots',
      'table.csv?a=1',
      'adl.lock',
    ]);
    return {
      text: changed((all) => ({source: {...all.source, tables: {table: {uri}}}})),
      about: JSON.stringify(uri.slice(0, 30)),
      expect: 'refused',
      only: ['source', 'run'],
    };
  },
  'manifest with odd tables': (draws) => {
    const tables = draws.pick([
      {},
      {a: {uri: 'table.csv'}, b: {uri: 'table.csv'}},
      {'': {uri: 'table.csv'}},
      {__proto__x: {uri: 'table.csv'}},
      {"'; --": {uri: 'table.csv'}},
      {a: {uri: 'table.csv', type: 'csv'}},
      {a: 'table.csv'},
      {a: {uri: ''}},
      ['table.csv'],
    ]);
    return {text: changed((all) => ({source: {...all.source, tables}})), about: JSON.stringify(tables)};
  },
  'manifest with odd names of columns': (draws) => {
    const name = draws.pick([...oddNames, 'Size', 'siz', 'big', 'double', 'adl:row', '']);
    const [where, value] = draws.pick([
      ['drop', [name]],
      ['drop', ['size', 'size', name]],
      ['target', name],
      ['columns', {[name]: {type: 'numeric'}}],
      ['derive', {[name]: 'size + 1'}],
      ['derive', {double: 'size * 2', [name]: '"double" + 1'}],
    ]);
    return {
      text: changed((all) => ({source: {...all.source, [where]: value}})),
      about: `${where} ${JSON.stringify(name.slice(0, 20))}`,
      only: ['source', 'run'],
      mayName: name.startsWith('adl:'),
    };
  },
  'manifest that leaves nothing to learn': (draws) => {
    const [about, source] = draws.pick([
      ['all dropped', {drop: ['size', 'color', 'when', 'note', 'double']}],
      ['target dropped', {drop: ['big']}],
      ['test of nearly all', {split: {test: 0.999999, validation: 1e-7}}],
      ['test of nearly none', {split: {test: 1e-300, validation: 0.2}}],
      ['all test and validation', {split: {test: 0.5, validation: 0.5}}],
      ['types that do not fit', {columns: {color: {type: 'datetime'}}}],
      ['types that do not fit', {columns: {note: {type: 'numeric'}}}],
      ['target as sentences', {columns: {big: {type: 'sentence'}}}],
      ['target as numbers', {columns: {big: {type: 'numeric'}}}],
    ]);
    return {
      text: changed((all) => ({source: {...all.source, ...source}})),
      about,
      only: ['source', 'run'],
      expect: 'refused',
    };
  },
  'manifest with odd settings of build': (draws) => {
    const [about, build] = draws.pick([
      ['metric of another task', {metric: 'r2'}],
      ['no families', {families: []}],
      ['families twice', {families: ['linear', 'linear', 'linear']}],
      ['very many trials', {search: {trials: 1e9, epochs: 1}}],
      ['very many epochs', {search: {trials: 1, epochs: 2 ** 40}}],
      ['very many workers', {workers: 1e6, search: {trials: 2, epochs: 1}}],
      ['a seed at its largest', {seed: Number.MAX_SAFE_INTEGER}],
      ['a seed beyond', {seed: 1e300}],
      ['a grid', {search: {algorithm: 'grid', trials: 3, epochs: 1}}],
      ['no time', {budget: {time: '0s'}}],
      ['a moment', {budget: {time: '1ms'}}],
      ['time without end', {budget: {time: `${'9'.repeat(400)}h`}, search: {trials: 1, epochs: 1}}],
      ['time without end, again', {budget: {time: '99999999h'}, search: {trials: 1, epochs: 1}}],
      ['time of no unit', {budget: {time: '10'}}],
      ['fractions', {search: {trials: 1.5, epochs: 0.5}}],
    ]);
    const budget = {time: '2s'};
    return {
      text: changed((all) => ({build: {...all.build, budget, ...build}})),
      about,
      only: ['build', 'run'],
    };
  },
  'manifest with an odd project': (draws) => {
    const project = draws.pick([
      ...oddNames,
      '../..',
      '/',
      '.',
      'UPPER',
      'node_modules',
      'favicon.ico',
      '@a/b',
      'x'.repeat(5000),
    ]);
    return {
      text: changed(() => ({project})),
      about: JSON.stringify(project.slice(0, 24)),
      only: ['deploy', 'deploy --to service', 'run'],
    };
  },
};
