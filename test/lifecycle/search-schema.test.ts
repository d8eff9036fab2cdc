import {writeFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {loadManifest} from '../../src/lifecycle/manifest.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';

const begun = 'source: {tables: {t: {uri: t.csv}}, target: y}\nbuild:\n  search:\n';
const mlp = (line: string) => `    space:\n      mlp:\n        ${line}\n`;

it.each<[string, number, string, string, string]>([
  ['    algorithm: 5\n', 4, 'expected text at `build.search.algorithm`', '5', 'Write `algorithm: "5"`'],
  ['    algorithm: hyperbnd\n', 4, 'the name of a search algorithm', '"hyperbnd"', '`hyperband`?'],
  ['    trials: many\n', 4, 'a whole number from 1 to 10000', '"many"', 'Write `trials: 32` on line 4'],
  ['    epochs: 0\n', 4, 'a whole number from 1 up', '0', 'Write `epochs: 10` on line 4'],
  ['    reductionFactor: 3\n', 4, 'only what `random` takes', '3', 'Write `algorithm: asha`'],
  ['    algorithm: asha\n    reductionFactor: 1\n', 5, 'from 2 to 100', '1', 'Write `reductionFactor: '],
  ['    algorithm: asha\n    minEpochs: 30\n', 5, 'at most the 10 epochs', '30', 'Write `minEpochs: 1`'],
  ['    algorithm: pbt\n    interval: 30\n', 5, 'at most the 10 epochs', '30', 'Write `interval: 2`'],
  ['    algorithm: pbt\n    quantile: 0.8\n', 5, 'up to 0.5', '0.8', 'Write `quantile: 0.25`'],
  ['    algorithm: hyperband\n    skipLast: 3\n', 5, 'fewer than the 3 brackets', '3', 'Write `skipLast: 0`'],
  ['    algorithm: tpe\n    candidates: few\n', 5, 'a whole number', '"few"', 'Write `candidates: 96`'],
  ['    stopping: median\n', 4, 'keys with values', '"median"', 'Correct line 4'],
  [
    '    stopping: {patience: {}}\n',
    4,
    '`build.search.stopping.patience.epochs`',
    'nothing',
    'Add `epochs: 3`',
  ],
  ['    stopping: {median: {minTrials: 0}}\n', 4, 'from 1 up', '0', 'Write `minTrials: 5`'],
  ['    space: 5\n', 4, 'keys with values', '5', 'Correct line 4'],
  ['    space: {mpl: {}}\n', 4, 'the name of a model family', '"mpl"', 'Did you mean `mlp`?'],
  ['    space: {mlp: 5}\n', 4, 'keys with values at `build.search.space.mlp`', '5', 'Correct line 4'],
  [mlp('unit: 5'), 6, 'a parameter of `mlp` at `build.search.space.mlp.unit`', '"unit"', '`units`?'],
  [mlp('units: 1.5'), 6, 'a whole number from 1 to 65536', '1.5', 'Write `units: 64` on line 6'],
  [mlp('units: {type: choice, values: []}'), 6, 'not empty', '[]', 'Write `values: [32, 64, 128]` on line 6'],
  [mlp('units: {type: choice, values: [8, 1.5]}'), 6, 'a whole number', '1.5', 'Correct line 6'],
  [mlp('units: {type: uniform, low: 8, high: 64}'), 6, 'in every value', '"uniform"', 'Did you mean `int`?'],
  [
    mlp('learningRate: {type: log-uniform, low: 0, high: 1}'),
    6,
    'above 0, which',
    '0',
    'Write `low: 0.0005`',
  ],
  [
    mlp('learningRate: {type: uniform, low: 1, high: 0.1}'),
    6,
    'up to 0.1',
    '1',
    'Write `low: 0.1, high: 1`.',
  ],
  [
    mlp('learningRate: {type: uniform, low: -1, high: 1}'),
    6,
    'above 0 in every value',
    '-1',
    'Correct line 6',
  ],
  [mlp('learningRate: {type: log-uniform, high: 1}'), 6, 'a number', 'nothing', 'Add `low: 0.0005`'],
  [mlp('learningRate: {type: uniform, lower: 0, high: 1}'), 6, 'the keys', '"lower"', 'Did you mean `low`?'],
  [
    mlp('alpha: {type: choice, values: [1], when: {units: [65]}}'),
    6,
    '`32`, `64`, `128`',
    '65',
    'Correct line 6',
  ],
  [mlp('alpha: {type: choice, values: [1], when: {unit: [64]}}'), 6, 'another', '"unit"', '`units`?'],
])('tells of %j where it is, what was expected, and what to write', (text, line, expected, got, write) => {
  const error = refusal(`${begun}${text}`);
  expect(error).toMatchObject({code: 'MANIFEST_INVALID', suggestions: [expect.stringContaining(write)]});
  expect((error as Error).message).toContain(`line ${line}: expected `);
  expect((error as Error).message).toContain(expected);
  expect((error as Error).message).toMatch(new RegExp(`got ${got.replace(/[[\].]/g, '\\$&')}.*\\.$`));
});

it('tells of a key that there is not before anything else', () => {
  expect(refusal(`${begun}    algorithm: asha\n    reductionFactr: 3\n`)).toMatchObject({
    code: 'MANIFEST_UNKNOWN_KEY',
    suggestions: ['Did you mean `reductionFactor`?'],
  });
});

it('takes what fits', () => {
  const text =
    '    {algorithm: hyperband, trials: 40, epochs: 27, reductionFactor: 3, minEpochs: 1, skipLast: 1,\n' +
    '     stopping: {median: {}, patience: {epochs: 3}},\n' +
    '     space: {mlp: {units: 64, alpha: {type: choice, values: [1, 2], when: {hiddenLayers: [2]}}}}}\n';
  expect(refusal(`${begun}${text}`)).toMatchObject({
    build: {
      search: {
        ...{algorithm: 'hyperband', skipLast: 1},
        stopping: {median: {minEpochs: 1, minTrials: 5}, patience: {epochs: 3, minDelta: 0}},
      },
    },
  });
});

function refusal(text: string): unknown {
  const paths = projectPaths(temporaryFolder());
  writeFileSync(paths.manifest, text);
  try {
    return loadManifest(paths);
  } catch (error) {
    return error;
  }
}
