import {AdlError} from '../../base/errors.js';
import type {Json} from '../../base/json.js';
import type {Notes} from '../tracker.js';
import type {Client, MlflowRefusal} from './client.js';
import {type KeyValue, keyValues, parcels} from './parcels.js';

export interface DirectoryOptions {
  experiment: string;
  /** Of the run, among all runs that the server has. */
  identity: string;
  notes: Notes;
}

export interface NewRun {
  name: string;
  /** When it began, in milliseconds since 1970. */
  at: number;
  tags: Record<string, Json>;
  params: Record<string, Json>;
}

/** One that the server has; its parameters may not have arrived yet. */
interface Known {
  id: string;
  isWhole: boolean;
}

/** The ids under which the server keeps a run and its trials: each is made once, however often a process dies. */
export class Directory {
  readonly #client: Client;
  readonly #options: DirectoryOptions;
  readonly #ids = new Map<number, Known>();
  #experiment: string | undefined;
  /** Whether the server may have some that are not known here: it is asked before another is made. */
  #mayLack = true;

  constructor(client: Client, options: DirectoryOptions) {
    this.#client = client;
    this.#options = options;
    for (const note of options.notes.known) {
      const {trial, id} = note as {trial: number; id: string};
      this.#ids.set(trial, {id, isWhole: true});
    }
  }

  /** Of a trial, or of the run itself, which is number 0. */
  async idOf(trial: number, run: NewRun, signal: AbortSignal | undefined): Promise<string> {
    if (!this.#ids.has(trial) && this.#mayLack) await this.#lookUp(signal);
    const known = this.#ids.get(trial) ?? {id: await this.#create(trial, run, signal), isWhole: false};
    this.#ids.set(trial, known);
    if (known.isWhole) return known.id;
    for (const parcel of parcels({metrics: [], params: keyValues(run.params), tags: []}))
      await this.#client('POST', 'runs/log-batch', {run_id: known.id, ...parcel}, signal);
    this.#ids.set(trial, {...known, isWhole: true});
    this.#options.notes.add({trial, id: known.id});
    return known.id;
  }

  async #create(trial: number, {name, at, tags, params: _}: NewRun, signal?: AbortSignal): Promise<string> {
    const own = {...tags, 'adl.identity': this.#options.identity, 'mlflow.runName': name};
    const facts = {
      experiment_id: await this.#experimentId(signal),
      ...{run_name: name, start_time: at, tags: keyValues(own)},
    };
    this.#mayLack = true;
    const {run} = (await this.#client('POST', 'runs/create', facts, signal)) as {run?: AnsweredRun};
    this.#mayLack = false;
    return expectText(run?.info?.run_id, `the id of ${trial === 0 ? 'a run' : 'a trial'}`);
  }

  /** Finds what an earlier process, or an answer that was lost, has left behind. */
  async #lookUp(signal?: AbortSignal): Promise<void> {
    const experiment = await this.#experimentId(signal);
    const filter = `tags."adl.identity" = '${this.#options.identity}'`;
    for (let page: string | undefined = ''; page !== undefined; ) {
      const facts = {
        experiment_ids: [experiment],
        filter,
        max_results: 1000,
        ...(page && {page_token: page}),
      };
      const answer = (await this.#client('POST', 'runs/search', facts, signal)) as {
        runs?: AnsweredRun[];
        next_page_token?: string;
      };
      for (const {info, data} of answer.runs ?? []) {
        const trial = Number(data?.tags?.find(({key}) => key === 'adl.trial')?.value ?? 0);
        const id = expectText(info?.run_id, 'the id of a run');
        if (!this.#ids.has(trial)) this.#ids.set(trial, {id, isWhole: false});
      }
      page = answer.next_page_token || undefined;
    }
    this.#mayLack = false;
  }

  async #experimentId(signal?: AbortSignal): Promise<string> {
    const {experiment: name} = this.#options;
    this.#experiment ??=
      (await this.#experimentNamed(name, signal)) ?? (await this.#createExperiment(name, signal));
    return this.#experiment;
  }

  async #experimentNamed(name: string, signal?: AbortSignal): Promise<string | undefined> {
    try {
      const facts = {experiment_name: name};
      const {experiment} = (await this.#client('GET', 'experiments/get-by-name', facts, signal)) as {
        experiment?: {experiment_id?: string};
      };
      return expectText(experiment?.experiment_id, 'the id of an experiment');
    } catch (error) {
      if (codeOf(error) === 'RESOURCE_DOES_NOT_EXIST') return undefined;
      throw error;
    }
  }

  async #createExperiment(name: string, signal?: AbortSignal): Promise<string> {
    try {
      const {experiment_id: id} = await this.#client('POST', 'experiments/create', {name}, signal);
      return expectText(id, 'the id of an experiment');
    } catch (error) {
      // Another process was first.
      if (codeOf(error) !== 'RESOURCE_ALREADY_EXISTS') throw error;
      return expectText(await this.#experimentNamed(name, signal), 'the id of an experiment');
    }
  }
}

interface AnsweredRun {
  info?: {run_id?: string};
  data?: {tags?: KeyValue[]};
}

function codeOf(error: unknown): string | undefined {
  return error instanceof AdlError ? (error.cause as MlflowRefusal | undefined)?.error_code : undefined;
}

function expectText(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  const cause: MlflowRefusal = {error_code: ''};
  throw new AdlError('REMOTE_REFUSED', `Expected ${what} from MLflow, got none: is it MLflow that answers?`, {
    cause,
  });
}
