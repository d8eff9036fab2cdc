import {describe, expect, it} from 'vitest';
import {viewShape} from '../../src/features/view.js';
import type {ModelShape} from '../../src/models/model.js';
import {compileLanes, compileStep, compileUnit, stepShape} from '../../src/train/compile.js';
import {featureColumns} from '../helpers/columns.js';
import {graphText} from '../helpers/graph-text.js';
import {networks} from '../helpers/networks.js';

const task: ModelShape['task'] = {kind: 'classification', labels: ['a', 'b', 'c']};

/** What is compiled, node by node: a change of it is seen in the diff. `npx vitest run test/train/golden.test.ts --update`. */
describe.each(Object.entries(networks))('the graph of %s', (name, family) => {
  const columns = featureColumns({numeric: 2, codes: [3]});
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  const layers = family.layers({...family.default, units: 4}, view, 3);
  const shape: ModelShape = {columns, task, layers};
  const step = stepShape({...family.training(family.default, 100), batchSize: 4});

  it.each([
    ['step', () => compileStep(shape, step)],
    ['lanes', () => compileLanes(shape, step, 2)],
    ['unit', () => compileUnit(shape, step, 2)],
  ] as const)('is what it was: %s', async (kind, compile) => {
    await expect(graphText(compile())).toMatchFileSnapshot(`../golden/${name}-${kind}.txt`);
  });
});
