import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {loadManifest} from '../../src/lifecycle/manifest.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';

it.each([
  ['build: {families: [linear, mlpp]}', 'There is no model family called `mlpp`; did you mean `mlp`?'],
  [
    'build: {metric: averge-precision}',
    'There is no metric called `averge-precision`; did you mean `average-precision`?',
  ],
  [
    'build: {search: {algorithm: randon}}',
    'There is no search algorithm called `randon`; did you mean `random`?',
  ],
  ['deploy: {target: node-servr}', 'There is no target called `node-servr`; did you mean `node-server`?'],
])('tells an unknown name in `%s` with its line and the nearest', (line, message) => {
  const paths = projectPaths(temporaryFolder());
  writeFileSync(join(paths.manifest), `source: {tables: {t: {uri: t.csv}}, target: y}\n${line}\n`);
  let error: unknown;
  try {
    loadManifest(paths);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({code: 'MANIFEST_INVALID', message: expect.stringContaining(message)});
  expect((error as Error).message).toContain('line 2');
});
