import {stringify} from 'yaml';
import {goodManifest} from './manifest.js';
import {oddNames} from './oddities.js';

const paths = [...pathsOf(goodManifest())];
const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

function* pathsOf(value, path = []) {
  if (path.length > 0) yield path;
  if (value !== null && typeof value === 'object')
    for (const [key, child] of Object.entries(value)) yield* pathsOf(child, [...path, key]);
}

/** YAML of the good manifest with a piece of YAML in the place of one value. */
function withYaml(path, yaml) {
  const manifest = goodManifest();
  parentOf(manifest, path)[path.at(-1)] = '@@';
  return stringify(manifest).replace('"@@"', () => yaml);
}

function parentOf(manifest, path) {
  return path.slice(0, -1).reduce((at, key) => at[key], manifest);
}

const oddYaml = [
  ...[
    'null',
    '~',
    'true',
    '0',
    '-1',
    '1.5',
    '1e400',
    '.inf',
    '-.inf',
    '.nan',
    '""',
    '" "',
    'text',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{a: 1}',
  ],
  ...[
    '2020-01-01',
    '!!binary aGk=',
    '!!set {a, b}',
    '!!omap [a: 1]',
    '!!timestamp 2020-01-01',
    '9007199254740993',
    '0x1F',
    '0o17',
    '1_000',
  ],
  ...[
    '"\\0"',
    '"\\ud800"',
    '[1, [2, [3]]]',
    '{__proto__: {a: 1}}',
    '{constructor: 1}',
    '[".", ".."]',
    '"line\\nbreak"',
    '🦆',
    '"\\e[31m"',
  ],
  ...[
    `"${'x'.repeat(20_000)}"`,
    '*nowhere',
    '&a [*a]',
    '!!js/function "x"',
    '? a',
    '"%s%n"',
    '18446744073709551616',
    '-0',
    '1e-320',
    '"$HOME"',
  ],
];

export const manifestKeyCases = {
  'manifest with another value at a key': (draws) => {
    const [path, yaml] = [draws.pick(paths), draws.pick(oddYaml)];
    return {text: withYaml(path, yaml), about: `${path.join('.')}: ${yaml.slice(0, 24)}`, path};
  },
  'manifest with a list or a map for a value': (draws) => {
    const leaves = paths.filter((path) => !isMap(parentOf(goodManifest(), path)[path.at(-1)]));
    const [path, yaml] = [
      draws.pick(leaves),
      draws.pick(['{a: 1}', '{a: {b: [1]}}', '[[1]]', '[{a: 1}]', '{}']),
    ];
    const isMaybe = path.includes('drop');
    return {
      text: withYaml(path, yaml),
      about: `${path.join('.')}: ${yaml}`,
      path,
      ...(isMaybe ? {} : {expect: 'refused'}),
    };
  },
  'manifest without a key': (draws) => {
    const manifest = goodManifest();
    const path = draws.pick(paths);
    delete parentOf(manifest, path)[path.at(-1)];
    return {text: stringify(manifest), about: path.join('.'), path};
  },
  'manifest with a key that adl does not know': (draws) => {
    const manifest = goodManifest();
    const map = draws.pick(
      [[], ...paths.filter((path) => isMap(parentOf(manifest, path)[path.at(-1)]))].filter(
        (path) => !['derive', 'columns', 'tables'].includes(path.at(-1)),
      ),
    );
    const name = draws.pick([
      ...oddNames,
      '',
      'version',
      'Seed',
      'trails',
      'traget',
      'adl',
      '1',
      'clean',
      'rules',
      'on',
    ]);
    const at = map.reduce((level, key) => level[key], manifest);
    Object.defineProperty(at, name, {
      value: draws.pick([1, null, 'x', {a: 1}, []]),
      enumerable: true,
      configurable: true,
    });
    return {
      text: stringify(manifest),
      about: `${map.join('.')} ${JSON.stringify(name.slice(0, 20))}`,
      path: map,
      expect: 'refused',
    };
  },
};
