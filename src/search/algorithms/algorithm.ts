import type {Point, Space} from '../space.js';

/** A configuration to try: a family and a point of its space. */
export interface Proposal {
  family: string;
  parameters: Point;
}

export interface SearchOptions {
  /** The space of each family that takes part, in order. */
  spaces: Readonly<Record<string, Space>>;
  seed: number;
  /** A point of each family that is known to be sensible: tried before any that is drawn. */
  defaults?: Readonly<Record<string, Point>>;
}

/** Proposes configurations. Pure: the same options and the same calls give the same proposals. */
export interface Search {
  /** The next configuration; undefined when there is none left. Never the same twice. */
  ask(): Proposal | undefined;
}

export interface Algorithm {
  summary: string;
  start(options: SearchOptions): Search;
  /** For the conformance suite: spaces, and how many proposals they hold; Infinity for continuous ones. */
  example: {spaces: Readonly<Record<string, Space>>; proposals: number};
}
