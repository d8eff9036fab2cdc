import type {Point, Space} from '../space.js';

/** A configuration: a family and a point of its space. */
export interface Proposal {
  family: string;
  parameters: Point;
}

/** A configuration to train, and how far. */
export interface Assignment extends Proposal {
  /** 1 is the first configuration, 2 the second that is new; a known number goes on where it stopped. */
  trial: number;
  /** How many epochs it has to have when this is done, those before included. */
  epochs: number;
  /** The trial with whose weights and optimizer memory it begins, as they are when it is asked for. */
  parent?: number;
}

/** How an epoch of a trial ended. */
export interface Observation {
  trial: number;
  epoch: number;
  /** Undefined where the trial failed, or a person took it out: it is not to be asked for again. */
  value: number | undefined;
}

export interface SearchOptions {
  /** The space of each family that takes part, in order. */
  spaces: Readonly<Record<string, Space>>;
  seed: number;
  /** A point of each family that is known to be sensible: tried before any that is drawn. */
  defaults?: Readonly<Record<string, Point>>;
  /** How many configurations at most. */
  trials: number;
  /** Of a configuration that is trained to its end. */
  epochs: number;
  /** Which values are better. */
  direction: 'minimize' | 'maximize';
}

/** Decides what is trained. Pure: the same options and the same calls give the same answers. */
export interface Search {
  /** What to train next; `wait` while that depends on what is under way; undefined when there is nothing left. */
  ask(): Assignment | 'wait' | undefined;
  /** Takes in how an epoch ended. `stop`: the trial is not worth the rest of its epochs. */
  tell(observation: Observation): 'stop' | undefined;
}

export interface Algorithm {
  summary: string;
  /** Whether what it asks for depends on what it is told: if not, all can be asked for before anything is trained. */
  listens: boolean;
  start(options: SearchOptions): Search;
  /** For the conformance suite: spaces, and how many configurations they hold; Infinity for continuous ones. */
  example: {spaces: Readonly<Record<string, Space>>; proposals: number};
}
