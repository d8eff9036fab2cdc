import {mkdtemp, realpath, rm, stat} from 'node:fs/promises';
import {dirname, extname, join, relative, resolve, sep} from 'node:path';
import {AdlError} from '../base/errors.js';
import {openDatabase} from '../data/database.js';
import {fileFacts} from '../data/file.js';
import {importFile} from '../data/import.js';
import type {Tell} from '../data/tell.js';
import {namesIn} from '../project/folder.js';
import {projectPaths} from '../project/paths.js';
import {isRunning} from '../project/process.js';
import {findProject} from '../project/root.js';
import type {Host, LifecycleEvent} from './event.js';
import {loadManifest} from './manifest.js';
import {findModel, readModel} from './model-versions.js';
import {predictionColumns} from './prediction-columns.js';
import {inputRelation, scoreTable, writeScored} from './score-table.js';
import {openScorer} from './scorer.js';
import {followed, step} from './source-progress.js';

export interface PredictOptions {
  file: string;
  /** A csv or parquet file, by its extension. */
  output: string;
  /** The version; by default the newest. */
  model?: string;
}

export interface PredictResult {
  rows: number;
  output: string;
  seconds: number;
}

/**
 * Scores a file: its rows in their order, its columns as they are, and behind them `prediction` and, for a
 * classification, `probability_<label>`. Where the file has a column of such a name, the new one ends in `_2`.
 */
export async function* predict(
  host: Host,
  options: PredictOptions,
): AsyncGenerator<LifecycleEvent, PredictResult> {
  const started = host.now();
  const paths = projectPaths(findProject(host.cwd));
  const [file, output] = [resolve(host.cwd, options.file), resolve(host.cwd, options.output)];
  await checkOutput(file, output, paths.home);
  const model = findModel(paths, options.model);
  const {bytes, signature} = await readModel(model);
  const facts = yield* followed(
    `Looking at ${options.file}`,
    undefined,
    (tell) => fileFacts(file, tell),
    'deploy',
  );
  const scratch = await makeScratch(paths.home);
  const scorer = await openScorer(bytes, signature);
  const database = await openDatabase(join(scratch, 'rows.duckdb'), {spill: scratch});
  const interrupt = () => database.interrupt();
  host.signal?.addEventListener('abort', interrupt);
  try {
    const reading = (tell: Tell) => importFile(database, {path: file, scratch}, facts, tell);
    yield* step(`Reading ${options.file}`, database, reading, 'deploy');
    const relation = await inputRelation(
      database,
      signature,
      loadManifest(paths).source.derive,
      options.file,
    );
    const {columns, renamed} = await predictionColumns(database, signature);
    for (const message of renamed) yield {stage: 'deploy', kind: 'warning', message};
    yield {stage: 'deploy', kind: 'step', message: `Scoring with version ${model.version}`};
    const scored = join(scratch, 'predictions.csv');
    const table = {database, relation, signature, scorer, columns, scored};
    const rows = yield* scoreTable(table, host.signal);
    yield* step(`Writing ${options.output}`, database, (tell) => writeScored(table, output, tell), 'deploy');
    return {rows, output: relative(host.cwd, output), seconds: (host.now() - started) / 1000};
  } finally {
    host.signal?.removeEventListener('abort', interrupt);
    database.close();
    await scorer.close();
    await rm(scratch, {recursive: true, force: true});
  }
}

/** A folder of this process's own. Those of others go where what made them was killed. */
async function makeScratch(home: string): Promise<string> {
  for (const name of namesIn(home)) {
    const [, pid] = /^predict-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(home, name), {recursive: true, force: true});
  }
  return mkdtemp(join(home, `predict-${process.pid}-`));
}

async function checkOutput(file: string, output: string, home: string): Promise<void> {
  const extension = extname(output).toLowerCase();
  if (!['.csv', '.parquet'].includes(extension))
    throw badOutput(`to end in .csv or .parquet, got \`${output}\``);
  if (output.startsWith(home + sep)) throw badOutput(`to name a file outside ${home}, got ${output}`);
  const existing = await stat(output).catch(() => undefined);
  if (existing && !existing.isFile()) throw badOutput(`to name a file, but ${output} is none`);
  if (file === output || (existing && (await realpath(output)) === (await realpath(file).catch(() => file))))
    throw badOutput(`to be another file than the input ${file}`);
  const folder = await stat(dirname(output)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new AdlError(
      'FILE_MISSING',
      `Expected a folder at ${dirname(output)} for the output, found none.`,
      {
        suggestions: [`mkdir -p ${dirname(output)}`],
      },
    );
}

function badOutput(expected: string): AdlError {
  return new AdlError('FLAG_INVALID', `Expected \`--output\` ${expected}.`, {
    suggestions: ['Use `--output scored.csv` or `--output scored.parquet`.'],
  });
}
