import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import type {Engine} from '../../src/engines/engine.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {reference} from '../../src/engines/reference/reference.js';
import {viewShape} from '../../src/features/view.js';
import type {Body} from '../../src/graph/ops/op.js';
import {outputs} from '../../src/models/head.js';
import type {ModelShape, Task} from '../../src/models/model.js';
import {compileUnit, stepShape} from '../../src/train/compile.js';
import {type FittedLane, fitShard, initialState, type Lane} from '../../src/train/fit.js';
import {initialParameters, parameterSlices} from '../../src/train/parameters.js';
import {openUnit, type UnitSession} from '../../src/train/unit-session.js';
import {viewRows} from '../../src/train/viewed-rows.js';
import {featureColumns} from '../helpers/columns.js';
import {networks} from '../helpers/networks.js';
import {randomRows} from '../helpers/rows.js';

const input = {numeric: 3, missing: [1], codes: [4, 5]};
const task: Task = {kind: 'classification', labels: ['a', 'b', 'c']};
const random = randomStream(1, 'rows');
const rows = randomRows(random, {rows: 70, ...input, target: () => random.integer(3)});

describe.each(Object.entries(networks))('lanes of %s', (_name, family) => {
  const columns = featureColumns(input);
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  const shape: ModelShape = {columns, task, layers: family.layers(family.default, view, outputs(task))};
  const usual = {...family.training(family.default, 70), batchSize: 16};

  /** Configurations that differ in all that lanes may differ in. */
  const lanes: Lane[] = [0.001, 0.01, 0.1].map((learningRate, at) => ({
    state: initialState(initialParameters(parameterSlices(shape), at)),
    training: {
      ...usual,
      learningRate,
      l2: 0.01 * (at + 1),
      optimizer: {name: 'adam', options: {beta1: 0.9 - 0.1 * at, beta2: 0.99, epsilon: 1e-6 * (at + 1)}},
    },
    steps: 10 + at,
  }));

  it('are on the reference, bit for bit, what each is alone', async () => {
    const together = await trained(reference, lanes);
    for (const [at, lane] of lanes.entries())
      expect(together[at]).toEqual((await trained(reference, [lane]))[0]);
  });

  it('are on onnxruntime within 1e-5 of what each is alone', async () => {
    const together = await trained(onnxruntime, lanes);
    for (const [at, lane] of lanes.entries()) {
      const [alone] = await trained(onnxruntime, [lane]);
      expect(Math.abs(together[at]!.loss / alone!.loss - 1)).toBeLessThan(1e-5);
      const scale = Math.max(...alone!.state.parameters.map(Math.abs));
      together[at]!.state.parameters.forEach((value, i) => {
        expect(Math.abs(value - alone!.state.parameters[i]!) / scale).toBeLessThan(1e-5);
      });
    }
  });

  it('come to the same bits in one call as in a call for each step', async () => {
    const stepwise: Engine = {...onnxruntime, lacks: {Scan: 'taken away by this test'}};
    expect(await trained(stepwise, lanes)).toEqual(await trained(onnxruntime, lanes));
  });

  it('do not feel that another diverges', async () => {
    const size = lanes[1]!.state.parameters.length;
    const wild: Lane = {...lanes[1]!, state: initialState(new Float32Array(size).fill(3e38))};
    const [first, broken, last] = await trained(onnxruntime, [lanes[0]!, wild, lanes[2]!]);
    const calm = await trained(onnxruntime, lanes);
    expect(Number.isFinite(broken!.loss)).toBe(false);
    expect([first, last]).toEqual([calm[0], calm[2]]);
  });

  it('are as many nodes for two as for sixteen', () => {
    const counts = [2, 16].map((count) => {
      const {nodes} = compileUnit(shape, stepShape(usual), count);
      const scan = nodes.find(({op}) => op === 'Scan');
      return (scan!.attributes.body as Body).nodes.length;
    });
    expect(counts[0]).toBe(counts[1]);
  });

  async function trained(engine: Engine, some: readonly Lane[]): Promise<FittedLane[]> {
    const session = await openUnit(engine, shape, stepShape(usual), some.length);
    const shard = await viewRows(reference, columns, rows);
    const fitted = await fitShard(session, shard, task, some, randomStream(2, 'order'));
    await session.close();
    return fitted;
  }
});

it('chooses by a pilot, once and when it has been at work for a while, between one call and a call for each step', async () => {
  const opened: string[] = [];
  const watched: Engine = {
    ...onnxruntime,
    open: async (graph, options) => {
      const session = await onnxruntime.open(graph, options);
      const kind = graph.nodes.some(({op}) => op === 'Scan') ? 'whole' : 'step';
      return {
        ...session,
        run: async (feeds) => {
          opened.push(kind);
          return session.run(feeds);
        },
      };
    },
  };
  const family = networks.linear!;
  const columns = featureColumns({numeric: 2, codes: []});
  const view = viewShape(columns.flatMap(({encoded}) => encoded));
  const shape: ModelShape = {columns, task, layers: family.layers(family.default, view, 3)};
  const training = {...family.training(family.default, 70), batchSize: 4};
  const table = randomRows(random, {rows: 80, numeric: 2, codes: [], target: () => random.integer(3)});
  const shard = await viewRows(onnxruntime, columns, table);
  const lane = {state: initialState(initialParameters(parameterSlices(shape), 1)), training, steps: 20};
  const fitted = async (session: UnitSession) => {
    opened.length = 0;
    await fitShard(session, shard, task, [lane], randomStream(2, 'order'));
    return [...opened];
  };
  const took = (slow: string, milliseconds: number) => {
    let now = 0;
    const clock = () => {
      now += opened.at(-1) === slow ? 4 * milliseconds : milliseconds;
      return now;
    };
    return openUnit(watched, shape, stepShape(training), 1, {clock});
  };
  for (const [slow, after] of [
    ['whole', Array(20).fill('step')],
    ['step', ['whole']],
  ] as const) {
    const session = await took(slow, 300);
    expect(await fitted(session)).toEqual(['whole']);
    expect((await fitted(session)).slice(0, 4)).toEqual(['whole', 'whole', 'step', 'step']);
    expect(await fitted(session)).toEqual(after);
    await session.close();
  }
  const short = await took('whole', 1);
  for (let visit = 0; visit < 5; visit += 1) expect(await fitted(short)).toEqual(['whole']);
  await short.close();
});
