import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import type {SnapshotPart, SnapshotSchema} from '../data/snapshot.js';

/** Up to so many validation rows every worker holds all of them; beyond, each holds a share. */
const sharedBeyond = 200_000;

export interface Shard {
  parts: string[];
  rows: number;
  /** The validation rows that are scored with it: its share, or all. */
  validation: string[];
}

export interface Shards {
  shards: Shard[];
  /** The workers that hold each shard. */
  holders: number[][];
  evaluation: 'once' | 'each';
  /** Validation rows that one evaluation unit scores. */
  validationRows: number;
  /** The validation parts in the order in which the evaluations give their rows. */
  validation: string[];
}

/**
 * Deals a snapshot's parts out: part p goes to shard p modulo the number of shards, and shard s to worker s modulo the
 * number of workers; where there are more workers than shards, several hold the same.
 */
export function dealShards(
  folder: string,
  {splits}: SnapshotSchema,
  {shards, workers}: {shards: number; workers: number},
): Shards {
  const {train, validation} = splits;
  if (validation.rows === 0 || train.rows === 0) throw tooFewRows(splits);
  const each = validation.rows > sharedBeyond && validation.parts.length >= shards;
  const share = (parts: SnapshotPart[], shard: number) => parts.filter((_, at) => at % shards === shard);
  const files = (parts: SnapshotPart[]) => parts.map(({path}) => join(folder, path));
  const dealt = Array.from({length: shards}, (_, shard): Shard => {
    const parts = share(train.parts, shard);
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    return {
      parts: files(parts),
      rows,
      validation: files(each ? share(validation.parts, shard) : validation.parts),
    };
  });
  return {
    shards: dealt,
    holders: heldBy(shards, workers),
    evaluation: each ? 'each' : 'once',
    validationRows: each ? Math.ceil(validation.rows / shards) : validation.rows,
    validation: each ? dealt.flatMap((shard) => shard.validation) : files(validation.parts),
  };
}

function heldBy(shards: number, workers: number): number[][] {
  const holders = Array.from({length: shards}, (_, shard) => [shard % workers]);
  for (let worker = shards; worker < workers; worker += 1) holders[worker % shards]!.push(worker);
  return holders;
}

function tooFewRows({train, validation}: SnapshotSchema['splits']): AdlError {
  return new AdlError(
    'SOURCE_INVALID',
    `Expected rows to train on and rows to validate with, got ${train.rows} and ${validation.rows}.`,
    {suggestions: ['Add rows, or raise `source.split.validation` in adl.yaml.']},
  );
}
