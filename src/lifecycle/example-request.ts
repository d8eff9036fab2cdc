import {join} from 'node:path';
import type {Json} from '../base/json.js';
import type {ModelSignature} from '../base/signature.js';
import {openDatabase} from '../data/database.js';
import {columnsOf} from '../data/import.js';
import {parquetFiles} from '../data/parquet-files.js';
import {readSnapshot} from '../data/snapshot.js';
import {infer} from '../serving/runtime/infer.js';
import {loadModel} from '../serving/runtime/model.js';
import type {ServiceFacts} from '../serving/targets/target.js';
import type {ModelVersion} from './model-versions.js';
import {rawExpressions, readRaw} from './raw-columns.js';

/** A request for one row of the test split and the answer that the service will give to it. */
export async function exampleFacts(
  {files}: ModelVersion,
  signature: ModelSignature,
  snapshotFolder: string,
): Promise<ServiceFacts> {
  const request = await exampleRequest(signature, snapshotFolder);
  const model = await loadModel(files.folder);
  try {
    const response = await infer(model, request, () => 'example');
    return {signature, request, response: JSON.parse(JSON.stringify(response)) as Json};
  } finally {
    await model.close();
  }
}

/** Of the first rows, the one with the fewest missing values. */
async function exampleRequest({inputs}: ModelSignature, folder: string): Promise<Json> {
  const database = await openDatabase();
  try {
    const {raw} = readSnapshot(folder).splits.test;
    const file = parquetFiles([join(folder, raw.path)]);
    const expressions = rawExpressions(inputs, await columnsOf(database, file));
    const {rows, columns} = await readRaw(database, {inputs, expressions, from: `${file} LIMIT 100`});
    const missing = (row: number) => [...columns.values()].filter((values) => isMissing(values[row])).length;
    const row = Array.from({length: rows}, (_, at) => at).sort((a, b) => missing(a) - missing(b))[0] ?? 0;
    const lacksNumber = inputs.some(({name}) => Number.isNaN(columns.get(name)![row]));
    return {
      id: 'example',
      ...(lacksNumber && {parameters: {content_type: 'pd'}}),
      inputs: inputs.map(({name, datatype}) => {
        const value = columns.get(name)![row]!;
        return {name, shape: [1], datatype, data: [Number.isNaN(value) ? null : value]};
      }),
    };
  } finally {
    database.close();
  }
}

function isMissing(value: string | number | undefined): boolean {
  return value === undefined || value === '' || Number.isNaN(value);
}
