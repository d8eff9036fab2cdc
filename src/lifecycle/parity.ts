import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {loadParts, type Rows} from '../data/batches.js';
import {openDatabase} from '../data/database.js';
import {columnsOf} from '../data/import.js';
import {parquetFiles} from '../data/parquet-files.js';
import type {SnapshotSchema, SnapshotSplit} from '../data/snapshot.js';
import {onnxruntime} from '../engines/onnxruntime.js';
import type {Exported} from '../export/formats/format.js';
import {encoders} from '../features/encoders/registry.js';
import {compilePredictions} from '../train/compile.js';
import {predictRows} from '../train/predict.js';
import {rowWidths} from '../train/rows.js';
import {treePredictions} from '../train/tree-predictions.js';
import {type RawRows, rawExpressions, readRaw} from './raw-columns.js';
import {openScorer, type Predictions} from './scorer.js';
import type {Trained} from './trained.js';

export interface Parity {
  rows: number;
  /** Between two probabilities, or two predictions relative to the target's scale or to themselves, whichever is more. */
  max_difference: number;
}

/** What float32 arithmetic in another order may change. */
const tolerance = 1e-5;
/** Of each split. */
const mostRows = 5000;

/**
 * Compares the exported file, fed with raw values, with the trained pipeline, fed with the encoded snapshot, over real
 * rows of all splits; without the training rows where these hold numbers of their own, which hide their targets from them.
 * @throws PARITY_BROKEN with the first row that differs
 */
export async function checkParity(
  exported: Exported,
  trained: Trained,
  snapshot: {folder: string; schema: SnapshotSchema},
): Promise<Parity> {
  const scorer = await openScorer(exported.bytes, exported.signature);
  const pipeline = await pipelineOf(trained);
  const total: Parity = {rows: 0, max_difference: 0};
  try {
    for (const [name, split] of Object.entries(snapshot.schema.splits)) {
      if (name === 'train' && looksAtTarget(trained)) continue;
      const raw = await rawRows(exported, snapshot.folder, split);
      const encoded = await loadParts(firstParts(snapshot.folder, split), rowWidths(trained.model.columns));
      const expected = await pipeline.predict(encoded);
      const difference = compare(await scorer.score(raw), expected, {name, rows: raw.rows, trained});
      total.rows += raw.rows;
      total.max_difference = Math.max(total.max_difference, difference);
    }
  } finally {
    await scorer.close();
    await pipeline.close();
  }
  return total;
}

function looksAtTarget({model}: Trained): boolean {
  return model.columns.some(({encoder}) => encoder !== undefined && encoders[encoder.encode]!.ofTarget);
}

interface Pipeline {
  predict(rows: Rows): Promise<Float32Array>;
  close(): Promise<void>;
}

/** What predicts from encoded rows, as in training: the compiled layers, or the trees by themselves. */
async function pipelineOf(trained: Trained): Promise<Pipeline> {
  const {model} = trained;
  if (model.trees)
    return {predict: async (rows) => treePredictions(model.trees, rows, model), close: async () => {}};
  const session = await onnxruntime.open(compilePredictions(model));
  const parameters = trained.parameters!;
  return {
    predict: (rows) => predictRows(session, rows, rowWidths(model.columns), parameters),
    close: () => session.close(),
  };
}

async function rawRows({signature}: Exported, folder: string, {raw}: SnapshotSplit): Promise<RawRows> {
  const database = await openDatabase();
  try {
    const file = parquetFiles([join(folder, raw.path)]);
    const expressions = rawExpressions(signature.inputs, await columnsOf(database, file));
    const from = `${file} LIMIT ${mostRows}`;
    return await readRaw(database, {inputs: signature.inputs, expressions, from});
  } finally {
    database.close();
  }
}

/** The parts that hold the first rows, as many as are compared. */
function firstParts(folder: string, {parts}: SnapshotSplit): string[] {
  let before = 0;
  const needed = parts.filter(({rows}) => {
    const begins = before;
    before += rows;
    return begins < mostRows;
  });
  return needed.map(({path}) => join(folder, path));
}

interface Comparison {
  name: string;
  rows: number;
  trained: Trained;
}

function compare(actual: Predictions, expected: Float32Array, {name, rows, trained}: Comparison): number {
  const {task} = trained.model;
  const width = task.kind === 'classification' ? task.labels.length : 1;
  const scale = task.kind === 'regression' ? task.scale : 1;
  let most = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let at = row * width; at < (row + 1) * width; at += 1) {
      // A number far from 0 has no finer digits than float32 gives it.
      const size = task.kind === 'regression' ? Math.max(scale, Math.abs(expected[at]!)) : 1;
      const difference = Math.abs(actual.values[at]! - expected[at]!) / size;
      if (!(difference <= tolerance))
        throw broken(
          `row ${row} of the ${name} split: ${actual.values[at]} where training gave ${expected[at]}`,
        );
      most = Math.max(most, difference);
    }
    if (task.kind === 'regression') continue;
    const probabilities = expected.subarray(row * width, (row + 1) * width);
    const given = probabilities[task.labels.indexOf(actual.labels[row]!)] ?? Number.NaN;
    // Of two labels that are equally likely, either will do.
    if (!(Math.max(...probabilities) - given <= tolerance))
      throw broken(
        `row ${row} of the ${name} split: the label \`${actual.labels[row]}\` is not the likeliest`,
      );
  }
  return most;
}

function broken(where: string): AdlError {
  return new AdlError(
    'PARITY_BROKEN',
    `The exported file must predict what the trained model predicts; they differ at ${where}. Nothing was deployed.`,
    {suggestions: ['Run `adl source` and `adl build` again; if it stays, please report it as a bug.']},
  );
}
