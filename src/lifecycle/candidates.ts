import {copyFileSync, existsSync, linkSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {Candidate} from './leaderboard.js';

type Place = Pick<Candidate, 'trial' | 'epoch'>;

/** Where the checkpoint of a model that may be chosen is kept. */
export function candidatePath(folder: string, {trial, epoch}: Place): string {
  return join(folder, `candidate-${trial}-${epoch}.ckpt`);
}

/** Keeps a checkpoint under a second name, which takes no room; where a disk knows no such names, as a copy. */
export function keepCandidate(folder: string, candidate: Place, checkpoint: string): void {
  const path = candidatePath(folder, candidate);
  if (existsSync(path) || !existsSync(checkpoint)) return;
  try {
    linkSync(checkpoint, path);
  } catch (error) {
    if (
      !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code!)
    )
      throw error;
    copyFileSync(checkpoint, path);
  }
}

export function dropCandidates(folder: string, candidates: readonly Place[]): void {
  for (const candidate of candidates) rmSync(candidatePath(folder, candidate), {force: true});
}

export function isCandidate(name: string): boolean {
  return /^candidate-\d+-\d+\.ckpt$/.test(name);
}
