import type {Json} from '../base/json.js';
import type {Entry} from '../project/journal.js';
import type {Lane} from './lane.js';
import type {Unit} from './shop.js';
import type {TrialFailure} from './trial.js';

export interface KnownUnit {
  /** What came of each trial that did not fail in it. */
  lanes: ReadonlyMap<number, {loss: number; sha256: string}>;
}

/** The names of units that are to be done again, all that trained, or all. */
export type Redo = ReadonlySet<string> | 'training' | 'everything';

type Place = Pick<Unit, 'group' | 'epoch' | 'kind' | 'shard'>;

/** The name of a unit within its run: the same, whenever and wherever it is done. */
export function unitName({group, epoch, kind, shard}: Place): string {
  return `${kind}/group ${group}/epoch ${epoch}/shard ${shard}`;
}

/** What the journal of a run says has been done. */
export class Known {
  /** The first number that no unit has had. */
  readonly nextId: number;
  readonly #units = new Map<string, KnownUnit>();
  readonly #epochs = new Set<string>();
  readonly #failures = new Map<number, TrialFailure>();
  readonly #redo: Redo;

  constructor(entries: readonly Entry[] = [], redo: Redo = new Set()) {
    let last = -1;
    for (const entry of entries) {
      if (entry.type === 'unit-started') last = Math.max(last, Number(entry.unit));
      if (entry.type === 'trial-failed') this.#failures.set(Number(entry.trial), failureOf(entry));
      if (entry.type === 'epoch-ended') this.#epochs.add(`${entry.trial}/${entry.epoch}`);
      if (entry.type === 'unit-ended') this.#units.set(unitName(placeOf(entry)), {lanes: lanesOf(entry)});
    }
    this.nextId = last + 1;
    this.#redo = redo;
  }

  get size(): number {
    return this.#units.size;
  }

  unit(unit: Place): KnownUnit | undefined {
    return this.#units.get(unitName(unit));
  }

  /** Whether it is known how an epoch ended that ends with this unit: a run may have been broken off in between. */
  hasScores({kind, ends}: Pick<Unit, 'kind' | 'ends'>, lanes: readonly Lane[]): boolean {
    if (kind === 'train' || !ends) return true;
    return lanes.every(
      ({trial: {trial}, ended}) => this.#epochs.has(`${trial}/${ended + 1}`) || this.#failures.has(trial),
    );
  }

  mustRedo(unit: Place): boolean {
    if (typeof this.#redo !== 'string') return this.#redo.has(unitName(unit));
    return this.#redo === 'everything' || unit.kind === 'train';
  }

  failure(trial: number): TrialFailure {
    return this.#failures.get(trial) ?? {reason: 'it failed before the run was broken off'};
  }
}

export function placeOf({group, epoch, kind, shard}: Entry): Place {
  return {
    group: Number(group),
    epoch: Number(epoch),
    kind: kind as Unit['kind'],
    shard: Number(shard),
  };
}

function lanesOf({lanes}: Entry): KnownUnit['lanes'] {
  const ended = lanes as {[key: string]: Json}[];
  return new Map(
    ended.map(({trial, loss, sha256}) => [
      Number(trial),
      {loss: Number(loss ?? 0), sha256: String(sha256 ?? '')},
    ]),
  );
}

function failureOf({reason, stack}: Entry): TrialFailure {
  return {reason: String(reason), ...(typeof stack === 'string' && {stack})};
}
