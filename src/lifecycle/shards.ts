import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import type {SnapshotPart, SnapshotSchema} from '../data/snapshot.js';

/** Up to so many validation rows every worker holds all of them; beyond, each holds a share. */
const sharedBeyond = 200_000;

/** What one worker holds. */
export interface Shard {
  parts: string[];
  rows: number;
  validation: string[];
}

export interface Shards {
  workers: Shard[];
  evaluation: 'once' | 'each';
  /** Validation rows that one evaluation unit scores. */
  validationRows: number;
  /** The validation parts in the order in which the evaluations give their rows. */
  validation: string[];
}

/** Deals a snapshot's parts out: part p goes to worker p modulo the number of workers. */
export function dealShards(folder: string, {splits}: SnapshotSchema, workers: number): Shards {
  const {train, validation} = splits;
  if (validation.rows === 0 || train.rows === 0) throw tooFewRows(splits);
  const each = validation.rows > sharedBeyond && validation.parts.length >= workers;
  const share = (parts: SnapshotPart[], worker: number) => parts.filter((_, at) => at % workers === worker);
  const files = (parts: SnapshotPart[]) => parts.map(({path}) => join(folder, path));
  const dealt = Array.from({length: workers}, (_, worker): Shard => {
    const parts = share(train.parts, worker);
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    return {
      parts: files(parts),
      rows,
      validation: files(each ? share(validation.parts, worker) : validation.parts),
    };
  });
  return {
    workers: dealt,
    evaluation: each ? 'each' : 'once',
    validationRows: each ? Math.ceil(validation.rows / workers) : validation.rows,
    validation: each ? dealt.flatMap((shard) => shard.validation) : files(validation.parts),
  };
}

function tooFewRows({train, validation}: SnapshotSchema['splits']): AdlError {
  return new AdlError(
    'SOURCE_INVALID',
    `Expected rows to train on and rows to validate with, got ${train.rows} and ${validation.rows}.`,
    {suggestions: ['Add rows, or raise `source.split.validation` in adl.yaml.']},
  );
}
