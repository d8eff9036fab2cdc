import {AdlError} from '../../base/errors.js';
import type {Database} from '../../data/database.js';
import {isInterrupt} from '../../data/refusal.js';
import type {Measure} from '../measure.js';

/** Numbers by the measures that they were asked for. */
export type Answers = (measure: Measure) => number | null;

/**
 * Asks for all measures: each once, those over the rows in one scan, those over the same groups together.
 * @param odd makes the error for a measure that the database refuses
 */
export async function askFor(
  database: Database,
  relation: string,
  measures: readonly Measure[],
  odd: (measure: Measure, error: Error) => Error,
): Promise<Answers> {
  const all = [...new Map(measures.map((measure) => [keyOf(measure), measure])).values()];
  const found = new Map<string, number | null>();
  const batches = new Map<string, Measure[]>();
  for (const measure of all)
    batches.set(batchOf(measure), [...(batches.get(batchOf(measure)) ?? []), measure]);
  for (const batch of batches.values()) {
    const values = await askBatch(database, relation, batch, odd);
    for (const [at, measure] of batch.entries()) found.set(keyOf(measure), values[at]!);
  }
  return (measure) => found.get(keyOf(measure)) ?? null;
}

function keyOf(measure: Measure): string {
  return `${batchOf(measure)}\0${measure.sql}`;
}

/** Measures of one batch are asked in one statement. */
function batchOf(measure: Measure): string {
  if (measure.over === 'rows') return 'rows';
  return measure.over === 'query' ? `query\0${measure.sql}` : JSON.stringify([measure.by, measure.where]);
}

async function askBatch(
  database: Database,
  relation: string,
  batch: readonly Measure[],
  odd: (measure: Measure, error: Error) => Error,
): Promise<(number | null)[]> {
  try {
    const [row] = await database.rows<Record<string, number | null>>(statement(relation, batch));
    return batch.map((_, at) => row![`m${at}`]!);
  } catch (error) {
    if (error instanceof AdlError || isInterrupt(error)) throw error;
    if (batch.length === 1) throw odd(batch[0]!, error as Error);
    const values = [];
    for (const one of batch) values.push(...(await askBatch(database, relation, [one], odd)));
    return values;
  }
}

function statement(relation: string, batch: readonly Measure[]): string {
  const [first] = batch;
  const list = (sqls: string[]) => sqls.map((sql, at) => `CAST((${sql}) AS DOUBLE) AS m${at}`).join(', ');
  const sqls = batch.map(({sql}) => sql);
  if (first!.over === 'query') return `SELECT ${list(sqls)}`;
  if (first!.over === 'rows') return `SELECT ${list(sqls)} FROM ${relation}`;
  const keys = first!.by.map((sql, at) => `${sql} AS "adl:k${at}"`).join(', ');
  const where = first!.where ? `WHERE ${first!.where}` : '';
  return `SELECT ${list(sqls)} FROM (SELECT ${keys}, count(*) AS "adl:n" FROM ${relation} ${where} GROUP BY ALL)`;
}
