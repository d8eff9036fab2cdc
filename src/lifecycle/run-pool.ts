import {AdlError} from '../base/errors.js';
import {Pool} from '../hopper/pool.js';
import type {Journal} from '../project/journal.js';
import {packageFile} from '../project/package-file.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildSettings} from './build-settings.js';
import type {Host, LifecycleEvent} from './event.js';
import type {RunClock} from './run-clock.js';
import type {Shards} from './shards.js';
import {cardEnvironments, cardsFor, sharedCards} from './worker-devices.js';
import {workerSetups} from './worker-setups.js';

export interface RunPoolOptions {
  host: Host;
  journal: Journal;
  push: (event: LifecycleEvent) => void;
  inputs: BuildInputs;
  settings: BuildSettings;
  shards: Shards;
  clock: RunClock;
}

/** The workers of a run, each with its shards; what becomes of them goes into its journal. */
export async function startRunPool({host, journal, push, ...run}: RunPoolOptions): Promise<Pool> {
  const {inputs, settings, shards, clock} = run;
  const setups = workerSetups(inputs, settings, shards);
  const begun = new Map<number, number>();
  const cards = await cardsFor(settings, host.environment);
  const shared = sharedCards(cards, settings.workers);
  if (shared !== undefined) push({stage: 'build', kind: 'warning', message: shared});
  return Pool.start({
    entry: packageFile('dist/hopper/worker.js'),
    signal: host.signal,
    setups,
    environments: cardEnvironments(cards, settings.workers),
    silence: silenceIn(host.environment),
    onStart: (worker, pid) => {
      begun.set(worker, host.now());
      const parts = setups[worker]!.shards.flatMap((shard) => shard.parts);
      journal.append('worker-started', {worker, pid, parts});
    },
    onReady: (worker, rows) => {
      const held = rows.reduce((sum, each) => sum + each, shards.validationRows);
      clock.read({rows: held, milliseconds: host.now() - begun.get(worker)!});
      for (const [at, {shard}] of setups[worker]!.shards.entries())
        expectRows(shard, rows[at]!, shards.shards[shard]!.rows);
    },
    onLost: (worker, reason) => {
      journal.append('worker-lost', {worker, reason});
      const message = clock.isOver
        ? `worker ${worker} was stopped: what it was at took longer than the time that was left`
        : `worker ${worker} was lost (${reason}) and is replaced`;
      push({stage: 'build', kind: 'warning', message});
    },
  });
}

/** Milliseconds; undefined for as long as is usual. */
function silenceIn({ADL_SILENCE: seconds}: Host['environment']): number | undefined {
  if (seconds === undefined || seconds === '') return undefined;
  if (Number(seconds) > 0) return 1000 * Number(seconds);
  throw new AdlError(
    'FLAG_INVALID',
    `Expected \`ADL_SILENCE\` to be seconds without a sign of life, such as 60, got ${seconds}.`,
    {suggestions: ['export ADL_SILENCE=60']},
  );
}

/** A worker that holds more or fewer rows than its shard would train every model wrongly. */
function expectRows(shard: number, held: number, dealt: number): void {
  if (held !== dealt) throw new Error(`A worker holds ${held} rows of shard ${shard}, which has ${dealt}.`);
}
