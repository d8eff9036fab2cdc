import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import type {Entry} from '../project/journal.js';
import type {BuildSettings} from './build-settings.js';
import {searchSchema} from './search-schema.js';

const startedEntry = z.object({
  snapshot: z.string(),
  flags: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  versions: z.object({adl: z.string(), program: z.string(), node: z.string(), onnxruntime: z.string()}),
  metric: z.string(),
  families: z.array(z.string()),
  algorithm: z.string(),
  search: searchSchema,
  trials: z.number(),
  epochs: z.number(),
  time: z.number().nullable(),
  seed: z.number(),
  workers: z.number(),
  crew: z.number(),
  shards: z.number(),
  /** Journals from before there was a cap of memory do not say so. */
  memory: z.number().nullable().default(null),
  lanes: z.number().nullable().default(null),
  strategy: z.enum(['mop', 'task', 'average']),
  adaptive: z.boolean(),
  /** Journals from before there were trees do not say so. */
  monotone: z.record(z.string(), z.enum(['increasing', 'decreasing'])).default({}),
  engine: z.string(),
  device: z.string(),
});

type Started = z.infer<typeof startedEntry>;

export interface JournaledSettings extends Pick<Started, 'snapshot' | 'flags' | 'versions' | 'workers'> {
  settings: BuildSettings;
}

/**
 * With what a run began.
 * @throws RUN_CHANGED where its journal does not say it as this version of adl does
 */
export function journaledSettings(id: string, entries: readonly Entry[]): JournaledSettings {
  const {success, data} = startedEntry.safeParse(entries.find(({type}) => type === 'run-started'));
  if (!success)
    throw new AdlError(
      'RUN_CHANGED',
      `Expected the journal of run ${id} to say with what it began, as this version of adl writes it; it does not.`,
      {suggestions: ['adl build']},
    );
  const {snapshot, flags, versions, ...settings} = data;
  return {snapshot, flags, versions, workers: settings.workers, settings};
}
