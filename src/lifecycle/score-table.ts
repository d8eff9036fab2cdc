import {type FileHandle, open, rename, rm} from 'node:fs/promises';
import {basename, extname} from 'node:path';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import type {InputSignature, ModelSignature} from '../base/signature.js';
import type {Database} from '../data/database.js';
import {deriveColumns} from '../data/derive.js';
import {fileLiteral, literal} from '../data/identifier.js';
import {columnsOf} from '../data/import.js';
import type {Tell} from '../data/tell.js';
import type {LifecycleEvent} from './event.js';
import type {PredictionColumn} from './prediction-columns.js';
import {rawExpressions, readRaw} from './raw-columns.js';
import type {Predictions, Scorer} from './scorer.js';

/** An imported table that is being scored, and the file that its predictions are written to on the way. */
export interface ScoredTable {
  database: Database;
  relation: Relation;
  signature: ModelSignature;
  scorer: Scorer;
  columns: readonly PredictionColumn[];
  scored: string;
}

/** The imported table with what the manifest derives, as the view `adl:input`. */
export interface Relation {
  /** One for each input of the model. */
  expressions: string[];
  rows: number;
}

/**
 * The model's inputs over the imported table. Derived columns are computed unless the file has them.
 * @throws COLUMN_MISSING
 */
export async function inputRelation(
  database: Database,
  {inputs}: ModelSignature,
  derive: Readonly<Record<string, string>>,
  file: string,
): Promise<Relation> {
  const imported = (await columnsOf(database, '"adl:imported"')).map(({name}) => name);
  const derived = neededDerivations(derive, inputs, imported);
  for (const {name} of inputs)
    if (!imported.includes(name) && !Object.hasOwn(derived, name)) throw missingColumn(name, imported, file);
  await deriveColumns(database, derived).catch((error: unknown) => {
    const [, name] = /Referenced column "(.*?)" not found/.exec((error as Error).message) ?? [];
    throw name === undefined ? error : missingColumn(name, imported, file);
  });
  const [count] = await database.rows<{rows: number}>('SELECT count(*) AS rows FROM "adl:imported"');
  return {
    expressions: rawExpressions(inputs, await columnsOf(database, '"adl:input"')),
    rows: count!.rows,
  };
}

/** What the model takes and the file does not have, and what these expressions name in turn. */
function neededDerivations(
  derive: Readonly<Record<string, string>>,
  inputs: readonly InputSignature[],
  imported: readonly string[],
): Record<string, string> {
  const there = new Set(imported.map((name) => name.toLowerCase()));
  const needed: [string, string][] = [];
  for (const [name, expression] of Object.entries(derive).reverse()) {
    const isNamed = needed.some(([, later]) => later.toLowerCase().includes(name.toLowerCase()));
    const isWanted = isNamed || inputs.some((input) => input.name === name);
    if (isWanted && !there.has(name.toLowerCase())) needed.unshift([name, expression]);
  }
  return Object.fromEntries(needed);
}

function missingColumn(name: string, names: readonly string[], file: string): AdlError {
  const close = nearest(name, names);
  return new AdlError('COLUMN_MISSING', `The model takes a column \`${name}\`; ${basename(file)} has none.`, {
    suggestions: [
      close ? `Is it \`${close}\`? Call it \`${name}\`.` : `Add a column \`${name}\`; it may be empty.`,
    ],
  });
}

/** Rows that are read, scored and written at a time. */
const chunk = 16_384;

/** Scores all rows in their order. @returns how many there are */
export async function* scoreTable(
  table: ScoredTable,
  signal?: AbortSignal,
): AsyncGenerator<LifecycleEvent, number> {
  const {database, relation, signature, scorer, columns} = table;
  const {rows, expressions} = relation;
  const file = await open(table.scored, 'w');
  try {
    for (let from = 0; from < rows; from += chunk) {
      signal?.throwIfAborted();
      const to = Math.min(from + chunk, rows);
      const raw = await readRaw(database, {
        inputs: signature.inputs,
        expressions,
        from: `"adl:input" WHERE "adl:row" >= ${from} AND "adl:row" < ${to}`,
      });
      await writeLines(file, await scorer.score(raw), {rows: raw.rows, width: columns.length});
      const message = `${to} of ${rows} rows scored`;
      yield {stage: 'deploy', kind: 'progress', message, data: {done: to, total: rows}};
    }
  } finally {
    await file.close();
  }
  return rows;
}

async function writeLines(
  file: FileHandle,
  {labels, values}: Predictions,
  {rows, width}: {rows: number; width: number},
): Promise<void> {
  const hasLabels = labels.length > 0;
  const numbers = hasLabels ? width - 1 : 1;
  const lines = Array.from({length: rows}, (_, row) => {
    const own = values.subarray(row * numbers, (row + 1) * numbers).join(',');
    return hasLabels ? `"${labels[row]!.replaceAll('"', '""')}",${own}\n` : `${own}\n`;
  });
  await file.write(lines.join(''));
}

/** Writes the imported table with its predictions beside it, whole or not at all. */
export async function writeScored(
  {database, columns, scored}: ScoredTable,
  output: string,
  tell: Tell = () => {},
): Promise<void> {
  const types = columns.map(({name, type}) => `${literal(name)}: '${type}'`).join(', ');
  const dialect = `hive_partitioning = false, header = false, delim = ',', quote = '"', escape = '"', auto_detect = false`;
  tell('step 1 of 2');
  await database.run(
    `CREATE TABLE "adl:predictions" AS SELECT * FROM read_csv(${fileLiteral(scored)}, ${dialect}, columns = {${types}})`,
  );
  const draft = `${output}.${process.pid}.draft`;
  const format = extname(output).toLowerCase() === '.csv' ? `FORMAT csv, HEADER` : 'FORMAT parquet';
  tell('step 2 of 2');
  try {
    // Both are tables in the order of the file: the join puts row n beside row n.
    await database.run(
      `COPY (
        SELECT imported.* EXCLUDE ("adl:row"), predictions.*
        FROM "adl:imported" AS imported POSITIONAL JOIN "adl:predictions" AS predictions
      ) TO ${literal(draft)} (${format})`,
    );
    await rename(draft, output);
  } catch (error) {
    await rm(draft, {force: true});
    throw unwritable(output, error as Error);
  }
}

function unwritable(output: string, error: Error): Error {
  const [, reason] = /^IO Error: (.*)/.exec(error.message) ?? [];
  if (reason === undefined) return error;
  return new AdlError(
    'FOLDER_UNUSABLE',
    `Expected to write ${output}, which cannot be done here: ${reason}`,
    {
      suggestions: ['Name a file in a place with room that you can write to.'],
      cause: error,
    },
  );
}
