import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {digest, sha256} from '../base/hash.js';
import type {Json} from '../base/json.js';
import {
  type Entry,
  followJournal,
  type Journal,
  openJournal,
  readJournal,
  scanJournal,
} from '../project/journal.js';
import type {RunPaths} from '../project/paths.js';
import type {Outbox, Refusal, Tracker} from '../tracking/tracker.js';

export interface SenderOptions {
  run: RunPaths;
  /** Its name in the registry. */
  name: string;
  tracker: Tracker;
  uri: string;
  project: string;
  now: () => number;
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Tells one server of one run. How far it has come, and what the server calls things, is kept beside the journal: the
 * journal has everything else, so whatever was not sent can be sent at any later time.
 */
export class RunSender {
  readonly #options: SenderOptions;
  readonly #log: Journal;
  #outbox: Outbox;
  #gained: () => Entry[];
  /** Entries that were taken in, and how many of them the server has. */
  #taken = 0;
  #sent: number;
  #last: Entry | undefined;
  #isClosed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    const path = logOf(options);
    const log = readJournal(path);
    this.#log = openJournal(path, options.now);
    if (log.length === 0) this.#log.append('tracked', {tracker: options.name, uri: options.uri});
    const since = log.slice(log.findLastIndex(({type}) => type === 'forgotten') + 1);
    const last = since.findLast(({type}) => type === 'sent');
    this.#sent = isStillSo(options.run.journal, last) ? Number(last?.entries ?? 0) : 0;
    this.#outbox = this.#open(since.filter(({type}) => type === 'note').map(({note}) => note!));
    this.#gained = followJournal(options.run.journal);
  }

  /**
   * Sends what the journal has gained.
   * @returns whether the server has all of a run that is over
   * @throws REMOTE_UNREACHABLE, REMOTE_REFUSED
   */
  async send(signal?: AbortSignal): Promise<boolean> {
    this.#take();
    try {
      await this.#outbox.flush(signal);
    } catch (error) {
      if (!isForgotten(error)) throw error;
      this.#forget();
      this.#take();
      await this.#outbox.flush(signal);
    }
    if (this.#sent < this.#taken) this.#log.append('sent', {entries: this.#taken, last: digest(this.#last)});
    this.#sent = Math.max(this.#sent, this.#taken);
    return this.#isClosed;
  }

  #take(): void {
    for (const entry of this.#gained()) {
      this.#taken += 1;
      this.#last = entry;
      this.#outbox.take(entry, this.#taken <= this.#sent);
      if (closing.has(entry.type)) this.#isClosed = true;
      else if (reopening.has(entry.type)) this.#isClosed = false;
    }
  }

  /** All of it is told again to a server that has lost it. */
  #forget(): void {
    this.#log.append('forgotten');
    this.#taken = 0;
    this.#sent = 0;
    this.#outbox = this.#open([]);
    this.#gained = followJournal(this.#options.run.journal);
  }

  #open(known: readonly Json[]): Outbox {
    const {tracker, uri, environment, project} = this.#options;
    const notes = {known, add: (note: Json) => this.#log.append('note', {note})};
    return tracker.open({uri, environment, project, notes});
  }
}

const closing: ReadonlySet<string> = new Set(['run-ended', 'run-failed', 'run-interrupted']);
const reopening: ReadonlySet<string> = new Set(['run-resumed', 'epoch-ended']);

/** Whether a run was begun to be sent to this server. */
export function wasTracked(options: Pick<SenderOptions, 'run' | 'name' | 'uri'>): boolean {
  return readJournal(logOf(options)).length > 0;
}

/** A journal that was damaged is cut off there before it goes on: what the server has may not be what it says now. */
function isStillSo(journal: string, sent: Entry | undefined): boolean {
  if (!sent) return false;
  let taken = 0;
  let last: Entry | undefined;
  scanJournal(journal, (entry) => {
    taken += 1;
    if (taken === sent.entries) last = entry;
  });
  return last !== undefined && digest(last) === sent.last;
}

/** Each server has its own. */
function logOf({run, name, uri}: Pick<SenderOptions, 'run' | 'name' | 'uri'>): string {
  return join(run.folder, `${name}-${sha256(uri.replace(/\/+$/, '')).slice(0, 8)}.ndjson`);
}

function isForgotten(error: unknown): boolean {
  return error instanceof AdlError && ((error.cause as Refusal | undefined)?.forgotten ?? false);
}
