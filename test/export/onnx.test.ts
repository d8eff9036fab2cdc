import {rmSync} from 'node:fs';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {ModelSignature} from '../../src/base/signature.js';
import {onnx} from '../../src/export/formats/onnx.js';
import type {RawRows} from '../../src/lifecycle/raw-columns.js';
import {openScorer} from '../../src/lifecycle/scorer.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import type {TrainedModel} from '../../src/models/model.js';
import {type TestProject, untrainedProject} from '../helpers/untrained-project.js';

const facts = {name: 'birds', version: '1', adl: '0.1.0', run: '0001'};
let project: TestProject;
let model: TrainedModel;

beforeAll(async () => {
  project = await untrainedProject();
  model = loadTrained(project.paths.run('0001')).model;
});

afterAll(() => rmSync(project.paths.root, {recursive: true}));

it('writes equal bytes for equal models, whatever the version', () => {
  const first = onnx.write(model, facts);
  const second = onnx.write(model, {...facts, version: '2'});
  expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true);
  expect([first.signature.version, second.signature.version]).toEqual(['1', '2']);
});

it('gives outputs another name where a column of the table has theirs', () => {
  const names = ({outputs}: ModelSignature) => outputs.map(({name}) => name);
  const rename = (name: string, to: string): TrainedModel => ({
    ...model,
    columns: model.columns.map((column) => (column.name === name ? {...column, name: to} : column)),
  });
  expect(names(onnx.write(model, facts).signature)).toEqual(['predicted_label', 'probabilities']);
  expect(names(onnx.write(rename('label', 'l'), facts).signature)).toEqual(['label', 'probabilities']);
  expect(names(onnx.write(rename('wing', 'predicted_label'), facts).signature)[0]).toBe(
    'predicted_predicted_label',
  );
});

it.each(['%v0', 'a b', 'ünï "code"', "it's", '__proto__', 'Identity_0', '日本'])(
  'takes a column called %j',
  async (name) => {
    const columns = model.columns.map((column) => (column.name === 'wing' ? {...column, name} : column));
    const {bytes, signature} = onnx.write({...model, columns}, facts);
    expect(await predict(bytes, signature, {[name]: ['170']})).toEqual(await predictTypical({wing: ['170']}));
  },
);

it('takes what was never seen, and text where a number was expected', async () => {
  const unseen = await predictTypical({island: ['Atlantis'], wing: ['wide'], day: ['soon']});
  const missing = await predictTypical({wing: [''], day: ['']});
  expect(unseen.values.every(Number.isFinite)).toBe(true);
  expect(unseen.labels).toHaveLength(1);
  expect(await predictTypical({wing: ['wide'], day: ['soon']})).toEqual(missing);
  for (const wing of ['1e999', '-', '.', 'NaN', '0x10', '٣', '9'.repeat(400), '\u0000'])
    expect((await predictTypical({wing: [wing]})).values.every(Number.isFinite)).toBe(true);
  for (const mass of [Number.POSITIVE_INFINITY, -1e308, 5e-324, Number.NaN])
    expect((await predictTypical({mass: Float64Array.of(mass)})).values.every(Number.isFinite)).toBe(true);
});

type Values = Record<string, Float64Array | string[]>;

function predictTypical(values: Values) {
  const {bytes, signature} = onnx.write(model, facts);
  return predict(bytes, signature, values);
}

/** One row of typical values, but for those that are given. */
async function predict(bytes: Uint8Array, signature: ModelSignature, values: Values) {
  const typical: Values = {
    mass: Float64Array.of(4200),
    wing: ['180'],
    island: ['Dream'],
    day: ['2012-03-14'],
    label: [''],
  };
  const columns = signature.inputs.map(({name, datatype}): [string, Float64Array | string[]] => {
    const given = Object.hasOwn(values, name) ? values[name] : typical[name];
    return [name, given ?? (datatype === 'FP64' ? Float64Array.of(Number.NaN) : [''])];
  });
  const rows: RawRows = {rows: 1, columns: new Map(columns)};
  const scorer = await openScorer(bytes, signature);
  try {
    return await scorer.score(rows);
  } finally {
    await scorer.close();
  }
}
