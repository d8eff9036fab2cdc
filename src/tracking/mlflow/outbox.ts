import {AdlError} from '../../base/errors.js';
import {digest} from '../../base/hash.js';
import type {Json} from '../../base/json.js';
import type {Entry} from '../../project/journal.js';
import type {Notes, Outbox} from '../tracker.js';
import type {Client, MlflowRefusal} from './client.js';
import {Directory} from './directory.js';
import {keyValues, type MetricPoint, metricPoints, type Parcel, parcels} from './parcels.js';

type Status = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

/** What the server is yet to hear of one of its runs. */
interface Pending {
  metrics: MetricPoint[];
  tags: Record<string, Json>;
  /** What it is now, and since when it has not gone on. */
  end?: {status: Status; at?: number};
}

interface Trial {
  parameters: Record<string, Json>;
  /** When it began, in milliseconds since 1970. */
  at: number;
  epochs: number;
  ended: boolean;
}

/** Stands for the run itself among its trials, which are counted from 1. */
const parent = 0;

/** A run as MLflow's parent and child runs. Requests follow one another: at once they lock each other out of its database. */
export class MlflowOutbox implements Outbox {
  readonly #client: Client;
  readonly #experiment: string;
  readonly #notes: Notes;
  readonly #trials = new Map<number, Trial>();
  readonly #pending = new Map<number, Pending>();
  #start: Entry | undefined;
  #directory: Directory | undefined;

  constructor(client: Client, {experiment, notes}: {experiment: string; notes: Notes}) {
    this.#client = client;
    this.#experiment = experiment;
    this.#notes = notes;
  }

  take(entry: Entry, isSent: boolean): void {
    for (const [trial, news] of this.#newsOf(entry)) {
      if (isSent) continue;
      const {metrics, tags, end} = this.#pending.get(trial) ?? {metrics: [], tags: {}};
      const all = {metrics: [...metrics, ...(news.metrics ?? [])], tags: {...tags, ...news.tags}};
      const last = news.end ?? end;
      this.#pending.set(trial, {...all, ...(last && {end: last})});
    }
  }

  async flush(signal?: AbortSignal): Promise<void> {
    if (!this.#start || this.#pending.size === 0) return;
    this.#directory ??= new Directory(this.#client, {
      experiment: this.#experiment,
      identity: identityOf(this.#start),
      notes: this.#notes,
    });
    try {
      // The run itself is told of last, so that it has not ended before its trials have.
      const run = await this.#idOf(parent, signal);
      for (const trial of [...this.#pending.keys()].filter((each) => each !== parent))
        await this.#deliver(await this.#idOf(trial, signal), trial, signal);
      await this.#deliver(run, parent, signal);
    } catch (error) {
      throw asForgotten(error);
    }
  }

  async #idOf(trial: number, signal: AbortSignal | undefined): Promise<string> {
    const start = this.#start!;
    const {type, at, run, pid, started, snapshot, flags, ...settings} = start;
    const about = {'adl.run': String(run), ...(trial !== parent && {'adl.trial': String(trial)})};
    if (trial === parent)
      return this.#directory!.idOf(
        parent,
        {
          name: `run ${run}`,
          at: Number(started ?? at),
          tags: {...about, 'adl.snapshot': snapshot ?? '', 'mlflow.source.name': 'adl build'},
          params: settings,
        },
        signal,
      );
    const {parameters, at: began} = this.#trials.get(trial)!;
    const tags = {...about, 'mlflow.parentRunId': await this.#idOf(parent, signal)};
    return this.#directory!.idOf(
      trial,
      {name: `trial ${trial}`, at: began, tags, params: parameters},
      signal,
    );
  }

  /** What somebody has deleted over there is told no more. */
  async #deliver(id: string, trial: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#send(id, trial, signal);
    } catch (error) {
      if (!(error instanceof AdlError) || !error.message.includes("must be in the 'active' state"))
        throw error;
    }
    this.#pending.delete(trial);
  }

  async #send(id: string, trial: number, signal: AbortSignal | undefined): Promise<void> {
    const pending = this.#pending.get(trial);
    if (!pending) return;
    const {metrics, tags, end} = pending;
    const parcel: Parcel = {metrics, params: [], tags: keyValues(tags)};
    for (const part of parcels(parcel))
      await this.#client('POST', 'runs/log-batch', {run_id: id, ...part}, signal);
    if (end)
      await this.#client(
        'POST',
        'runs/update',
        {run_id: id, status: end.status, ...(end.at && {end_time: end.at})},
        signal,
      );
  }

  /** What an entry says of the run or its trials. */
  #newsOf(entry: Entry): [number, Partial<Pending>][] {
    const {type, at} = entry;
    const trial = Number(entry.trial);
    const known = this.#trials.get(trial);
    if (type === 'run-started') {
      this.#start = entry;
      return [[parent, {}]];
    }
    if (type === 'trial-added') {
      const {family, parameters} = entry;
      const all = {family: family!, ...(parameters as Record<string, Json>)};
      this.#trials.set(trial, {parameters: all, at, epochs: 0, ended: false});
    }
    if (type === 'epoch-ended' && known) return [[trial, this.#epoch(known, entry)]];
    if (type === 'trial-failed' && known) {
      known.ended = true;
      return [[trial, {tags: {'adl.failure': entry.reason ?? ''}, end: {status: 'FAILED', at}}]];
    }
    if (type === 'trial-stopped' && known) {
      known.ended = true;
      return [[trial, {tags: {'adl.stopped': entry.reason ?? ''}, end: {status: 'KILLED', at}}]];
    }
    if (type === 'run-resumed') return [[parent, {end: {status: 'RUNNING'}}]];
    if (type === 'run-ended') return this.#ended(at, entry.result as unknown as Result);
    if (type === 'run-failed')
      return this.#closed({status: 'FAILED', at}, {'adl.failure': entry.message ?? ''});
    return type === 'run-interrupted' ? this.#closed({status: 'KILLED', at}, {}) : [];
  }

  #epoch(trial: Trial, {at, epoch, loss, scores}: Entry): Partial<Pending> {
    trial.epochs = Number(epoch);
    trial.ended = trial.epochs === this.#start?.epochs;
    const values = {...(scores as Record<string, Json>), loss: loss ?? null};
    const metrics = metricPoints(values, {at, step: trial.epochs});
    return {metrics, ...(trial.ended && {end: {status: 'FINISHED', at}})};
  }

  #ended(at: number, {best, stopped_by}: Result): [number, Partial<Pending>][] {
    const metrics = Object.entries(best.metrics).flatMap(([split, scores]) =>
      metricPoints(
        Object.fromEntries(Object.entries(scores).map(([name, value]) => [`${split}/${name}`, value])),
        {
          at,
          step: 0,
        },
      ),
    );
    const tags = {'adl.best_trial': best.trial, 'adl.stopped_by': stopped_by};
    const rest = this.#closed({status: stopped_by === 'time' ? 'KILLED' : 'FINISHED', at}, {});
    return [
      ...rest.filter(([trial]) => trial !== parent),
      [parent, {metrics, tags, end: {status: 'FINISHED', at}}],
    ];
  }

  /** Of the run, and of every trial that was under way. */
  #closed(end: {status: Status; at: number}, tags: Record<string, Json>): [number, Partial<Pending>][] {
    const open = [...this.#trials].filter(([, {epochs, ended}]) => epochs > 0 && !ended);
    return [...open.map(([trial]): [number, Partial<Pending>] => [trial, {end}]), [parent, {end, tags}]];
  }
}

interface Result {
  best: {trial: number; metrics: Record<string, Record<string, number>>};
  stopped_by: string;
}

/** The same for the same run, whatever process asks, and another for any other run of any project. */
function identityOf(start: Entry): string {
  return digest(start).slice(0, 32);
}

/** A server that has not what it said it had was set up anew: it can be told all of it again. */
function asForgotten(error: unknown): unknown {
  const refusal = error instanceof AdlError ? (error.cause as MlflowRefusal | undefined) : undefined;
  if (refusal?.error_code !== 'RESOURCE_DOES_NOT_EXIST') return error;
  const {message, suggestions} = error as AdlError;
  return new AdlError('REMOTE_REFUSED', message, {suggestions, cause: {...refusal, forgotten: true}});
}
