import {writeFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {loadManifest} from '../../src/lifecycle/manifest.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';

const begun = 'source:\n  tables: {t: {uri: t.csv}}\n  target: y\n';

it.each<[string, string, string, string]>([
  [
    `${begun}build: {families: [linear, mlpp]}`,
    'expected the name of a model family',
    'got "mlpp"',
    'Did you mean `mlp`?',
  ],
  [
    `${begun}build: {metric: averge-precision}`,
    'expected the name of a metric',
    'got "averge-precision"',
    'Did you mean `average-precision`?',
  ],
  [
    `${begun}build: {search: {algorithm: randon}}`,
    'expected the name of a search algorithm',
    'got "randon"',
    'Did you mean `random`?',
  ],
  [
    `${begun}deploy: {target: node-servr}`,
    'expected the name of a target',
    'got "node-servr"',
    'Did you mean `node-server`?',
  ],
  [
    `${begun}  split: {test: "0.3"}`,
    'expected a number above 0 and below 1',
    'got "0.3"',
    'Write `test: 0.3` on line 4',
  ],
  [
    `${begun}  split: {test: 3}`,
    'expected a number above 0 and below 1',
    'got 3',
    'Write `test: 0.2` on line 4',
  ],
  [
    `${begun}  split: {by: tiem}`,
    'expected the name of a way to split',
    'got "tiem"',
    'Did you mean `time`?',
  ],
  [
    `${begun}  split: {by: time}`,
    'expected a column for `by: time` at `source.split.time`',
    'got nothing',
    'Add `time: COLUMN` under `source.split`',
  ],
  [
    `${begun}  split: {by: grouped}`,
    'expected a column for `by: grouped`',
    'got nothing',
    'Add `group: COLUMN`',
  ],
  [
    `${begun}  split: {group: a}`,
    'expected no `group` with `by: stratified`',
    'got "a"',
    'Write `by: grouped`',
  ],
  [
    `${begun}  split: {by: random, gap: 7d}`,
    'expected no `gap` with `by: random`',
    'got "7d"',
    'Write `by: time`',
  ],
  [
    `${begun}  split: {by: column, column: a, test: 0.3}`,
    'expected no `test` with `by: column`',
    'got 0.3',
    'or take `test` out',
  ],
  [
    `${begun}  split: {by: time, time: a, gap: soon}`,
    'expected a time such as 12h, 7d or 2w, or a number',
    'got "soon"',
    'Write `gap: 7d` on line 4',
  ],
  [
    `${begun}  split: {by: time, time: a, gap: -1}`,
    'expected a time such as 12h, 7d or 2w, or a number',
    'got -1',
    'Write `gap: 7d` on line 4',
  ],
  [
    `${begun}  split: {by: grouped, group: [a, 5]}`,
    'expected a column, or a list of columns',
    'got ["a",5]',
    'Write `group: COLUMN` on line 4',
  ],
  [
    `${begun}  split: {by: grouped, group: []}`,
    'expected a column, or a list of columns',
    'got []',
    'Write `group: COLUMN` on line 4',
  ],
  [`${begun}  split: {folds: 1}`, 'expected a whole number from 2', 'got 1', 'Write `folds: 5` on line 4'],
  [`${begun}  split: {fold: 1}`, 'expected no fold without `folds`', 'got 1', 'Add `folds: 5`'],
  [`${begun}  split: {folds: 5, fold: 5}`, 'expected a fold from 0 to 4', 'got 5', 'Write `fold: 4`'],
  [
    `${begun}  split: {folds: 5, validation: 0.1}`,
    'expected no share for validation with `folds`',
    'got 0.1',
    'Take `validation` or `folds` out',
  ],
  [
    `${begun}  split: {test: 0.9}`,
    'expected less than 0.1, so that `test` and `validation` leave rows for training',
    'got 0.2',
    '`split: {test: 0.2, validation: 0.2}`',
  ],
  [
    `${begun}  split: {seed: 1.5}`,
    'expected a whole number from 0 up',
    'got 1.5',
    'Write `seed: 0` on line 4',
  ],
  [`${begun}  drop: a`, 'expected a list at `source.drop`', 'got "a"', 'Write `drop: [a]` on line 4'],
  [`${begun}  drop: [5, a]`, 'expected text at `source.drop.0`', 'got 5', 'Write `drop: ["5", a]` on line 4'],
  [
    `${begun}  columns: {a: numeric}`,
    'expected keys with values at `source.columns.a`',
    'got "numeric"',
    'Write `a: {type: numeric}` on line 4',
  ],
  [
    `${begun}  columns: {a: {scale: robsut}}`,
    'expected the name of a scaler at `source.columns.a.scale`',
    'got "robsut"',
    'Did you mean `robust`?',
  ],
  [
    `${begun}  columns: {a: {impute: mdian}}`,
    'expected the name of an imputer',
    'got "mdian"',
    'Did you mean `median`?',
  ],
  [
    `${begun}  columns: {a: {impute: constant}}`,
    'line 4: expected `value` beside `impute: constant` at `source.columns.a.impute`',
    'got "constant"',
    'Write `value: 0` beside it, or another imputer: mean, median, mode.',
  ],
  [
    `${begun}  columns: {a: {impute: median, value: 3}}`,
    'expected an imputer that takes one beside `value`',
    'got 3',
    'Write `impute: constant`, or leave out `value`.',
  ],
  [
    `${begun}  columns: {a: {scale: quantile-bins, bins: 1}}`,
    'expected a whole number from 2 to 64 at `source.columns.a.bins`',
    'got 1',
    'Write `bins: 5` on line 4',
  ],
  [
    `${begun}  columns: {a: {scale: robust, bins: 4}}`,
    'expected a scaler that makes bins beside `bins`',
    'got 4',
    'Write `scale: quantile-bins`, or leave out `bins`.',
  ],
  [
    `${begun}  columns: {a: {impute: constant, value: 1.0e+39}}`,
    'expected a number',
    'got 1e+39',
    'Write `value: 0` on line 4',
  ],
  [
    `${begun}  derive: {constructor: 5}`,
    '`source.derive.constructor`',
    'got 5',
    'Write `constructor: "5"` on line 4',
  ],
  [
    `${begun}build: {families: []}`,
    'expected a list that is not empty',
    'got []',
    'Write `families: [linear, mlp]` on line 4',
  ],
  [
    `${begun}build: {workers: 0}`,
    'expected a whole number from 1 up',
    'got 0',
    'Write `workers: 2` on line 4',
  ],
  [
    `${begun}build: {search: {trials: 10001}}`,
    'expected a whole number from 1 to 10000',
    'got 10001',
    'Write `trials: 32` on line 4',
  ],
  [
    `${begun}build: {search: {trials: "20000"}}`,
    'expected a whole number from 1 to 10000',
    'got "20000"',
    'Write `trials: 32` on line 4',
  ],
  [
    `${begun}build: {workers: "1.5"}`,
    'expected a whole number from 1 up',
    'got "1.5"',
    'Write `workers: 2` on line 4',
  ],
  [
    `${begun}build: {engine: onxruntime}`,
    'expected the name of an engine',
    'got "onxruntime"',
    '`onnxruntime`',
  ],
  [
    `${begun}build: {budget: {time: soon}}`,
    'expected a time such as 90s',
    'got "soon"',
    'Write `time: 10m` on line 4',
  ],
  [
    `${begun}build: {budget: {time: 0s}}`,
    'expected a time such as 90s',
    'got "0s"',
    'Write `time: 10m` on line 4',
  ],
  [
    `${begun}build: {budget: {time: 10}}`,
    'expected a time such as 90s',
    'got 10',
    'Write `time: 10m` on line 4',
  ],
  [
    'source:\n  tables: {t: t.csv}\n  target: y\n',
    'expected keys with values at `source.tables.t`',
    'got "t.csv"',
    'Write `t: {uri: t.csv}` on line 2',
  ],
  [
    'source:\n  tables: {t: {uri: t.csv}}\n',
    '`source.target`',
    'got nothing',
    'Add `target: COLUMN` under `source`',
  ],
  [`version: one\n${begun}`, 'expected `1` at `version`', 'got "one"', 'Write `version: 1` on line 1'],
  ['hello', 'expected keys with values', 'got "hello"', 'mv '],
  [`project: {a: 1}\n${begun}`, 'expected text', 'got {"a":1}', 'Correct line 1 of '],
  [`project: !!binary aGk=\n${begun}`, 'expected text', 'got bytes', 'Correct line 1 of '],
])('tells of %j what was expected, what was found, and what to write', (text, expected, found, write) => {
  const error = refusal(text);
  expect(error).toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringContaining(expected),
    suggestions: [expect.stringContaining(write)],
  });
  expect((error as Error).message).toContain(`${found}.`);
});

it('says which adl reads a manifest of a later version', () => {
  expect(refusal(`version: 2\n${begun}later: true\n`)).toMatchObject({
    code: 'MANIFEST_NEWER',
    message: expect.stringContaining('adl 2 and later'),
    suggestions: ['npm install --global adl-cli@2'],
  });
});

it('takes no name of an object’s own for a key', () => {
  expect(refusal('constructor: 5')).toMatchObject({code: 'MANIFEST_UNKNOWN_KEY'});
});

it('tells the nearest key of a column', () => {
  expect(refusal(`${begun}  columns: {a: {scle: robust}}`)).toMatchObject({
    code: 'MANIFEST_UNKNOWN_KEY',
    suggestions: ['Did you mean `scale`?'],
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
