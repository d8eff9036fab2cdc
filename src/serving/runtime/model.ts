import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {InferenceSession, Tensor} from 'onnxruntime-node';
import type {ModelSignature, OutputSignature} from '../../base/signature.js';
import type {Column} from './input.js';

/** Unless told not to, the library numbers the machine, keeps a database of events in its home, and reports them. */
process.env.ORT_DISABLE_TELEMETRY ??= '1';

export interface OutputTensor {
  name: string;
  datatype: OutputSignature['datatype'];
  shape: number[];
  data: (number | string)[];
}

/** A model that answers. */
export interface ServedModel {
  signature: ModelSignature;
  predict(columns: Map<string, Column>, rows: number, outputs: string[]): Promise<OutputTensor[]>;
  close(): Promise<void>;
}

/** What the service knows of its model at this moment. */
export interface Readiness {
  model: ServedModel | undefined;
  /** Why there is none. */
  reason: string;
}

/** Reads `model.onnx` and `signature.json` of a folder and answers one request of missing values, to be warm. */
export async function loadModel(folder: string): Promise<ServedModel> {
  const signature = JSON.parse(await readFile(join(folder, 'signature.json'), 'utf8')) as ModelSignature;
  const session = await InferenceSession.create(await readFile(join(folder, 'model.onnx')), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  checkNames(session, signature);
  const model = {
    signature,
    predict: (columns: Map<string, Column>, rows: number, outputs: string[]) =>
      predict(session, signature, {columns, rows, outputs}),
    close: () => session.release(),
  };
  await warmUp(model);
  return model;
}

function checkNames(session: InferenceSession, {inputs, outputs}: ModelSignature): void {
  const expected = JSON.stringify([inputs, outputs].map((list) => list.map(({name}) => name).sort()));
  const actual = JSON.stringify([[...session.inputNames].sort(), [...session.outputNames].sort()]);
  if (actual !== expected) throw new Error('model.onnx and signature.json do not belong together');
}

async function warmUp({signature, predict}: Omit<ServedModel, 'close'>): Promise<void> {
  const columns = new Map<string, Column>(
    signature.inputs.map(({name, datatype}) => [
      name,
      datatype === 'FP64' ? Float64Array.of(Number.NaN) : [''],
    ]),
  );
  await predict(
    columns,
    1,
    signature.outputs.map(({name}) => name),
  );
}

/** Rows of one run. Between runs the process answers others, since a run itself holds it. */
const chunk = 4096;

async function predict(
  session: InferenceSession,
  signature: ModelSignature,
  {columns, rows, outputs}: {columns: Map<string, Column>; rows: number; outputs: string[]},
): Promise<OutputTensor[]> {
  const results = outputs.map((name): OutputTensor => {
    const {datatype, shape} = signature.outputs.find((output) => output.name === name)!;
    return {name, datatype, shape: [rows, ...shape.slice(1)], data: []};
  });
  for (let start = 0; start < rows; start += chunk) {
    if (start > 0) await setImmediate();
    const tensors = await session.run(feeds(columns, start, Math.min(start + chunk, rows)), outputs);
    for (const {name, data} of results)
      for (const value of tensors[name]!.data as Iterable<number | string>) data.push(value);
  }
  return results;
}

function feeds(columns: Map<string, Column>, start: number, end: number): Record<string, Tensor> {
  const tensors = [...columns].map(([name, values]) => {
    const part = values.slice(start, end);
    const shape = [end - start];
    return [
      name,
      part instanceof Float64Array ? new Tensor('float64', part, shape) : new Tensor('string', part, shape),
    ];
  });
  return Object.fromEntries(tensors) as Record<string, Tensor>;
}
