import {fileLiteral, identifier, literal} from '../data/identifier.js';
import type {RunRecord} from './run-record.js';
import {summaryOf} from './run-summary.js';

/** Rows under typed columns, as DuckDB names types. */
export interface Table {
  name: string;
  columns: Record<string, string>;
  rows: Record<string, unknown>[];
  /** Queries that give more rows. */
  select?: string[];
}

/** A run, and where its journal is. */
export interface RunSource {
  record: RunRecord;
  journal: string;
}

/** Runs, their trials, and the epochs of those, for questions over all of them at once. */
export function runTables(sources: readonly RunSource[]): Table[] {
  const records = sources.map(({record}) => record);
  const metrics = [...new Set(records.flatMap(metricsOf))].sort();
  return [runsTable(records), trialsTable(records, metrics), epochsTable(sources, metrics)];
}

function runsTable(records: readonly RunRecord[]): Table {
  const own = {
    ...{run: 'VARCHAR', state: 'VARCHAR', started: 'TIMESTAMP', seconds: 'DOUBLE'},
    ...{
      metric: 'VARCHAR',
      direction: 'VARCHAR',
      trials: 'INTEGER',
      done: 'INTEGER',
      stopped: 'INTEGER',
      failed: 'INTEGER',
    },
    ...{best_trial: 'INTEGER', score: 'DOUBLE', test_score: 'DOUBLE', snapshot: 'VARCHAR'},
  };
  const settings = records.map(({facts: {run, pid, started, ...rest}}) => rest);
  const columns = withFree(own, settings);
  const rows = records.map((record, at) => {
    const {trials, best, ...summary} = summaryOf(record);
    return {
      ...settings[at],
      ...summary,
      ...{trials: trials.all, done: trials.done, stopped: trials.stopped, failed: trials.failed},
      best_trial: best?.trial ?? null,
      score: best?.validation[summary.metric] ?? null,
      test_score: best?.test?.[summary.metric] ?? null,
    };
  });
  return {name: 'runs', columns, rows};
}

function trialsTable(records: readonly RunRecord[], metrics: readonly string[]): Table {
  const own = {
    ...{run: 'VARCHAR', trial: 'INTEGER', group_id: 'INTEGER', parent: 'INTEGER', family: 'VARCHAR'},
    ...{state: 'VARCHAR', epochs: 'INTEGER', score: 'DOUBLE', reason: 'VARCHAR'},
    ...Object.fromEntries(metrics.map((metric) => [columnOf(metric), 'DOUBLE'])),
  };
  const parameters = records.flatMap(({progress}) => progress.trials.map((trial) => trial.parameters));
  const rows = records.flatMap(({run, progress, parents}) =>
    progress.trials.map(
      ({trial, group, family, state, epochs: ended, standing, reason, parameters: point}) => ({
        ...point,
        ...{run, trial, group_id: group, parent: parents.get(trial) ?? null, family, state, epochs: ended},
        score: standing?.scores[progress.metric?.name ?? ''] ?? null,
        reason: reason ?? null,
        ...scoreColumns(standing?.scores),
        parameters: point,
      }),
    ),
  );
  return {name: 'trials', columns: {...withFree(own, parameters), parameters: 'JSON'}, rows};
}

/** There are ten times as many epochs as there is of anything else: DuckDB reads them by itself. */
function epochsTable(sources: readonly RunSource[], metrics: readonly string[]): Table {
  const columns = {
    ...{
      run: 'VARCHAR',
      trial: 'INTEGER',
      epoch: 'INTEGER',
      ended: 'TIMESTAMP',
      loss: 'DOUBLE',
      score: 'DOUBLE',
    },
    ...Object.fromEntries(metrics.map((metric) => [columnOf(metric), 'DOUBLE'])),
  };
  const select = sources.map(({record, journal}) => epochsOf(record, journal, metrics));
  return {name: 'epochs', columns, rows: [], select: metrics.length > 0 ? select : []};
}

/** An epoch that was trained again after a crash counts as it was the last time. */
function epochsOf({run, progress}: RunRecord, journal: string, metrics: readonly string[]): string {
  const scores = `STRUCT(${metrics.map((metric) => `${identifier(metric)} DOUBLE`).join(', ')})`;
  const types = {type: 'VARCHAR', at: 'BIGINT', trial: 'INTEGER', epoch: 'INTEGER', loss: 'DOUBLE', scores};
  const own = metrics.map((metric) => `scores.${identifier(metric)} AS ${identifier(columnOf(metric))}`);
  const name = progress.metric?.name;
  const score = name && metrics.includes(name) ? `scores.${identifier(name)}` : 'NULL';
  const columns = Object.entries(types).map(([column, type]) => `${identifier(column)}: ${literal(type)}`);
  return `
    SELECT ${literal(run)} AS run, trial, epoch, make_timestamp("at" * 1000) AS ended, loss, ${score} AS score, ${own.join(', ')}
    FROM read_json(${fileLiteral(journal)}, format = 'newline_delimited', ignore_errors = true,
      maximum_object_size = 268435456, columns = {${columns.join(', ')}})
    WHERE type = 'epoch-ended'
    QUALIFY row_number() OVER (PARTITION BY trial, epoch ORDER BY "at" DESC) = 1
    ORDER BY "at", trial`;
}

/** A metric's name as one that needs no quotes in SQL. */
function columnOf(metric: string): string {
  return metric.replaceAll('-', '_');
}

function scoreColumns(scores: Readonly<Record<string, number>> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([metric, value]) => [columnOf(metric), value]));
}

function metricsOf({progress}: RunRecord): string[] {
  return Object.keys(progress.trials.find(({standing}) => standing)?.standing?.scores ?? {});
}

/** A column more for each name that the objects have and no column bears yet: SQL knows no case. */
function withFree(
  own: Record<string, string>,
  objects: readonly Readonly<Record<string, unknown>>[],
): Record<string, string> {
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const values = new Map<string, unknown[]>();
  for (const object of objects)
    for (const [name, value] of Object.entries(object)) {
      const all = values.get(name) ?? [];
      all.push(value);
      values.set(name, all);
    }
  const columns = {...own};
  for (const [name, all] of values) {
    if (taken.has(name.toLowerCase()) || name.toLowerCase() === 'parameters') continue;
    taken.add(name.toLowerCase());
    columns[name] = typeOf(all);
  }
  return columns;
}

function typeOf(values: readonly unknown[]): string {
  const known = values.filter((value) => value !== null && value !== undefined);
  if (known.length > 0 && known.every((value) => typeof value === 'boolean')) return 'BOOLEAN';
  if (known.every((value) => Number.isSafeInteger(value))) return 'BIGINT';
  if (known.every((value) => typeof value === 'number')) return 'DOUBLE';
  return known.some((value) => typeof value === 'object') ? 'JSON' : 'VARCHAR';
}
