import {existsSync, readFileSync} from 'node:fs';
import {parse, stringify} from 'yaml';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import type {Json} from '../base/json.js';
import {shellWord} from '../base/shell-word.js';
import {replaceFile} from '../base/whole-file.js';

export type Stage = 'source' | 'build' | 'deploy';

/**
 * What a stage was given and what it made. Freshness is decided from these alone:
 * - source: inputs `uri`, `digest`, `size`, `manifest`, `format`; outputs `snapshot`
 * - build: inputs `snapshot`, `manifest`; outputs `run`
 * - deploy: inputs `run`, `manifest`; outputs `version`
 * `manifest` is the digest of the stage's section. A stage may add facts of its own.
 */
const factsSchema = z.strictObject({
  inputs: z.record(z.string(), z.json()),
  outputs: z.record(z.string(), z.json()),
});

const lockSchema = z.strictObject({
  version: z.literal(1),
  stages: z.strictObject({
    source: factsSchema.optional(),
    build: factsSchema.optional(),
    deploy: factsSchema.optional(),
  }),
});

export interface StageFacts {
  inputs: Record<string, Json>;
  outputs: Record<string, Json>;
}

export type Lock = Partial<Record<Stage, StageFacts>>;

const preamble = '# Facts of the last runs of adl, written by adl: keep it in git, do not edit it.\n';

/**
 * The facts in `adl.lock`; none where there is no such file.
 * @throws LOCK_INVALID
 */
export function readLock(path: string): Lock {
  if (!existsSync(path)) return {};
  const content = lockSchema.safeParse(parsed(path));
  if (content.success) return content.data.stages;
  throw invalid(path, amiss(content.error), content.error);
}

/** Replaces the facts of one stage. */
export function writeStage(path: string, stage: Stage, facts: StageFacts): void {
  const stages = {...readLock(path), [stage]: facts};
  const ordered = Object.fromEntries(
    (['source', 'build', 'deploy'] as const).flatMap((name) => (stages[name] ? [[name, stages[name]]] : [])),
  );
  replaceFile(path, preamble + stringify({version: 1, stages: ordered}));
}

/** What is amiss first; what would be right is for adl to write. */
function amiss({issues: [issue]}: z.ZodError): string {
  const place = issue!.path.join('.');
  if (issue!.code === 'unrecognized_keys') {
    const unknown = [...issue!.path, issue!.keys[0]].join('.');
    return `it knows no \`${unknown}\`.`;
  }
  return place === '' ? 'it holds no facts.' : `\`${place}\` is missing or of another kind.`;
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    throw invalid(path, line.replace(/:$/, '.'), error);
  }
}

function invalid(path: string, reason: string, cause: unknown): AdlError {
  return new AdlError('LOCK_INVALID', `\`${path}\` is not a lock file that adl wrote: ${reason}`, {
    suggestions: [`rm ${shellWord(path)} && adl run`],
    cause,
  });
}
