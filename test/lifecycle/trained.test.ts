import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {viewShape} from '../../src/features/view.js';
import {loadTrained, saveTrained} from '../../src/lifecycle/trained.js';
import {projectPaths} from '../../src/project/paths.js';
import {initialParameters, parameterSlices} from '../../src/train/parameters.js';
import {temporaryFolder} from '../helpers/adl.js';
import {featureColumns} from '../helpers/columns.js';
import {loadNetwork, networks} from '../helpers/networks.js';

describe('a trained model on disk', () => {
  it('comes back as it was saved', () => {
    const {run, shape, parameters, sha256} = saved();
    expect(loadTrained(run)).toMatchObject({snapshot: 'abc', parameters, weightsSha256: sha256});
    expect([...loadNetwork(run).model.weights.keys()]).toEqual(parameterSlices(shape).map(({name}) => name));
  });

  it.each([
    ['no weights', ({run}: ReturnType<typeof saved>) => rmSync(run.weights)],
    ['weights of another length', ({run}: ReturnType<typeof saved>) => writeFileSync(run.weights, 'short')],
    ['a torn description', ({run}: ReturnType<typeof saved>) => writeFileSync(run.model, '{')],
    ['a description of something else', ({run}: ReturnType<typeof saved>) => writeFileSync(run.model, '{}')],
    ['no description', ({run}: ReturnType<typeof saved>) => rmSync(run.model)],
  ])('with %s is told of as missing, with what to type', (_what, damage) => {
    const files = saved();
    damage(files);
    expect(() => loadTrained(files.run)).toThrow(
      expect.objectContaining({code: 'RUN_MISSING', suggestions: ['adl build']}),
    );
  });
});

function saved() {
  const run = projectPaths(temporaryFolder()).run('0001');
  mkdirSync(run.folder, {recursive: true});
  const columns = featureColumns({numeric: 2, codes: [4]});
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  const family = networks.linear!;
  const shape = {
    columns,
    task: {kind: 'classification' as const, labels: ['a', 'b']},
    layers: family.layers(family.default, view, 2),
  };
  const parameters = initialParameters(parameterSlices(shape), 1);
  const sha256 = saveTrained(run, {snapshot: 'abc', family: 'linear', ...shape, parameters});
  return {run, shape, parameters, sha256};
}
