import type {Json} from '../base/json.js';
import type {Entry} from '../project/journal.js';

/** A server elsewhere that is told of runs, from what their journals say. */
export interface Tracker {
  summary: string;
  /** What the URI of its server has to be, in words; undefined for one that will do. */
  unfit(uri: string): string | undefined;
  /** Begins to tell of one run. Nothing is sent before `flush`. */
  open(options: TrackerOptions): Outbox;
  /** A URI that will do. */
  example: string;
}

export interface TrackerOptions {
  uri: string;
  /** Where the credentials are. They are read each time that they are sent, and kept nowhere. */
  environment: Readonly<Record<string, string | undefined>>;
  /** What the runs of a project are kept under. */
  project: string;
  notes: Notes;
}

/** What the server said it calls things, kept beside the journal from one process to the next. */
export interface Notes {
  /** In the order in which they were added. */
  known: readonly Json[];
  add(note: Json): void;
}

export interface Outbox {
  /**
   * Takes in the next entry of the journal; unknown ones are passed over.
   * @param isSent whether the server has it: then it is only remembered
   */
  take(entry: Entry, isSent: boolean): void;
  /**
   * Sends what was taken. When it fails, what was not sent is sent by the next flush: nothing is lost, and nothing that
   * was sent is there twice.
   * @throws REMOTE_UNREACHABLE where trying again may help, REMOTE_REFUSED where it may not, with a `Refusal` as cause
   */
  flush(signal?: AbortSignal): Promise<void>;
}

/** Why a server did not do what it was asked to. */
export interface Refusal {
  /** It has nothing of what it was told before, such as a database that was made anew. */
  forgotten?: boolean;
  /** How many milliseconds it wants to be left alone. */
  wait?: number;
}
