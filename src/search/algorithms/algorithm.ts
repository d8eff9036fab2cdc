import type {z} from 'zod';
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
  /** How many epochs it has to have when this is done, those before included, its parent's too. */
  epochs: number;
  /**
   * The trial with whose weights and optimizer memory it begins, as they are when it is asked for. That trial is not under way
   * then, but may have been taken out. Only when it is new.
   */
  parent?: number;
}

/** How an epoch of a trial ended. */
export interface Observation {
  trial: number;
  epoch: number;
  /** Undefined where the trial failed, or a person took it out: it is not to be asked for again. */
  value: number | undefined;
  /** Whether it ends here, before what was asked for, because a rule stopped it. */
  isStopped?: boolean;
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
  /** Of the algorithm itself, by their names; it has defaults. */
  options?: Readonly<Record<string, unknown>> | undefined;
}

/** Decides what is trained. Pure: the same options and the same calls give the same answers. */
export interface Search {
  /** What to train next; `wait` while that depends on what is under way; undefined when there is nothing left. */
  ask(): Assignment | 'wait' | undefined;
  /** Takes in how an epoch ended. `stop`: the trial is not worth the rest of its epochs. */
  tell(observation: Observation): 'stop' | undefined;
}

/** Configurations that are trained to the same epoch and compared there. */
export interface Round {
  bracket: number;
  configurations: number;
  epochs: number;
}

/** An option that does not go with the others, and what would: the end of a sentence that begins with "expected". */
export interface Unfit {
  option: string;
  expected: string;
  /** A value that does. */
  remedy: unknown;
}

export interface Algorithm<Options = Readonly<Record<string, unknown>>> {
  summary: string;
  /** Whether what it asks for depends on what it is told: if not, all can be asked for before anything is trained. */
  listens: boolean;
  options: z.ZodObject;
  /** What does not go with so many trials and epochs. */
  unfit?(size: Pick<SearchOptions, 'trials' | 'epochs'>, options: Options): Unfit | undefined;
  /** What it will ask for where nothing fails: steps of rounds that run together. */
  table?(size: Pick<SearchOptions, 'trials' | 'epochs'>, options: Options): Round[][];
  start(search: SearchOptions, options: Options): Search;
  /** For the conformance suite: spaces, and how many configurations they hold; Infinity for continuous ones. */
  example: {spaces: Readonly<Record<string, Space>>; proposals: number};
}

/** An algorithm as its users see it: it reads its options itself. */
export interface AnyAlgorithm extends Omit<Algorithm, 'start' | 'table' | 'unfit'> {
  unfit(search: Sized): Unfit | undefined;
  table(search: Sized): Round[][] | undefined;
  start(search: SearchOptions): Search;
}
type Sized = Pick<SearchOptions, 'trials' | 'epochs' | 'options'>;

/** Types the options inside the entry, and lets the others be given as they come. */
export function defineAlgorithm<Schema extends z.ZodObject>({
  options: schema,
  ...entry
}: Algorithm<z.output<Schema>> & {options: Schema}): AnyAlgorithm {
  const own = ({options = {}}: Pick<SearchOptions, 'options'>) => schema.parse(options);
  return {
    ...entry,
    options: schema,
    unfit: (search) => entry.unfit?.(search, own(search)),
    table: (search) => entry.table?.(search, own(search)),
    start: (search) => entry.start(search, own(search)),
  };
}
