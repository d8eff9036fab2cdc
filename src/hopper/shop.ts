import type {Random} from '../base/random.js';

/** A group of configurations to train, and what its units cost in some unit that is the same for all. */
export interface Job {
  group: number;
  /** Those that are to come. */
  epochs: number;
  /** Of training on each shard once. */
  train: readonly number[];
  /** Of one evaluation, or of one shard's share of it. */
  evaluate: number;
}

/** One piece of work on one worker. It is never interrupted. */
export interface Unit {
  group: number;
  /** Of the group; 1 is the first. */
  epoch: number;
  kind: 'train' | 'evaluate';
  /** The shard that it trains on, or whose share of the validation rows it scores; 0 where it scores all of them. */
  shard: number;
  worker: number;
  /** Whether an epoch of its group is over with it. */
  ends: boolean;
  /** How many epochs of groups had ended when it was begun. */
  after?: number;
}

/** Who holds what. */
export interface Floor {
  workers: number;
  /** The workers that hold each shard. */
  holders: readonly (readonly number[])[];
  /** `once`: every worker holds all validation rows. `each`: they are shared out as the shards are. */
  evaluation: 'once' | 'each';
  /** How many groups are under way at once; when one leaves, the next begins. */
  window: number;
  /**
   * Whether a group visits all shards at once, each copy at the worker of one, to be averaged then: data parallelism. Only
   * then is a group at several units at a time, and there is one under way.
   */
  together?: boolean | undefined;
}

/** Where a group has got to in its epoch. */
interface Standing {
  job: Job;
  /** What its work is multiplied by when it is compared with others. */
  bias: number;
  epoch: number;
  kind: Unit['kind'];
  /** The shards that this phase of the epoch still has to visit. */
  pending: Set<number>;
  /** Units that it is at. */
  atWork: number;
  /** What all units that are still to come cost, times its bias. */
  left: number;
}

/**
 * The open shop of model hopper parallelism (Nakandala, Zhang and Kumar, VLDB 2020): which worker does what next. It
 * knows no clock; it is told what begins and what ends. A worker that is free takes, of the groups that are not at work
 * and need a shard of its own, the one with the most work left; equals are decided by the random stream. There is no barrier
 * between groups.
 *
 * Its invariants: completeness (in an epoch a group visits every shard exactly once, and is evaluated then), isolation
 * (a group is at one unit at a time), exclusive access (a worker does one unit at a time) and no preemption.
 */
export class Shop {
  readonly #floor: Floor;
  readonly #random: Random;
  /** The shards of each worker, those with the fewest holders first. */
  readonly #held: readonly (readonly number[])[];
  /** Units that each worker is at: more than one only where they were given to it from elsewhere. */
  readonly #busy: number[];
  /** Workers that are free and found nothing to do. */
  readonly #starved = new Set<number>();
  readonly #active = new Map<number, Standing>();
  readonly #ready = new Set<Standing>();
  /** Of those, the ones that the starved workers have not looked at. */
  readonly #fresh = new Set<Standing>();
  readonly #waiting: Standing[] = [];

  constructor(floor: Floor, random: Random) {
    this.#floor = floor;
    this.#random = random;
    this.#busy = new Array<number>(floor.workers).fill(0);
    const shards = [...floor.holders.keys()].sort(
      (a, b) => floor.holders[a]!.length - floor.holders[b]!.length,
    );
    this.#held = this.#busy.map((_, worker) =>
      shards.filter((shard) => floor.holders[shard]!.includes(worker)),
    );
  }

  /** Takes a group in: at once, or when another one leaves. */
  add(job: Job, bias = 1): void {
    this.#waiting.push(this.#standing(job, bias, 1));
    this.#admit();
  }

  /** Begins a unit that a free worker can do now; undefined when there is none. */
  next(): Unit | undefined {
    for (let worker = 0; worker < this.#busy.length; worker += 1) {
      if (this.#busy[worker]! > 0) continue;
      const chosen = this.#choose(this.#starved.has(worker) ? this.#fresh : this.#ready, worker);
      if (!chosen) {
        this.#starved.add(worker);
        continue;
      }
      const {job, epoch, kind} = chosen;
      return this.begin({group: job.group, epoch, kind, shard: this.#shardFor(chosen, worker)!, worker});
    }
    this.#fresh.clear();
    return undefined;
  }

  /**
   * Begins a unit that was chosen elsewhere; its worker may have others to end first, and its group may not be under way:
   * where it was chosen, others had ended.
   * @throws Error where that would break the invariants of its group
   */
  begin({group, epoch, kind, shard, worker}: Omit<Unit, 'ends'>): Unit {
    if (!this.#active.has(group)) this.#fetch(group);
    const standing = this.#active.get(group);
    const fits =
      standing !== undefined &&
      this.#ready.has(standing) &&
      standing.epoch === epoch &&
      standing.kind === kind &&
      standing.pending.has(shard);
    if (!fits)
      throw new Error(
        `Group ${group} cannot begin to ${kind} on shard ${shard} with worker ${worker} in epoch ${epoch}.`,
      );
    this.#busy[worker]! += 1;
    this.#starved.delete(worker);
    standing.pending.delete(shard);
    standing.atWork += 1;
    if (!this.#floor.together || standing.pending.size === 0) {
      this.#ready.delete(standing);
      this.#fresh.delete(standing);
    }
    return {group, epoch, kind, shard, worker, ends: kind === 'evaluate' && standing.pending.size === 0};
  }

  /**
   * Frees a unit's worker; its group is ready for the next one, unless its epoch is over: then it waits to be told.
   * @returns whether it is over: of units that a group was at together, with the one that ends last
   */
  end({group, worker, kind}: Unit): boolean {
    this.#busy[worker]! -= 1;
    const standing = this.#active.get(group)!;
    standing.atWork -= 1;
    const isPhaseOver = standing.pending.size + standing.atWork === 0;
    if (isPhaseOver && kind === 'evaluate') return true;
    if (this.#floor.together && !isPhaseOver) return false;
    if (isPhaseOver) this.#phase(standing, 'evaluate');
    this.#release(standing);
    return false;
  }

  /** Has a group whose epoch is over begin the next, with what is left of it. */
  goOn(job: Job): void {
    const {bias, epoch} = this.#active.get(job.group)!;
    const standing = this.#standing(job, bias, epoch + 1);
    this.#active.set(job.group, standing);
    this.#release(standing);
  }

  /** Takes a group out whose epoch is over. */
  remove(group: number): void {
    this.#active.delete(group);
    this.#admit();
  }

  #admit(): void {
    while (this.#active.size < (this.#floor.together ? 1 : this.#floor.window)) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#activate(next);
    }
  }

  #fetch(group: number): void {
    const at = this.#waiting.findIndex(({job}) => job.group === group);
    for (const standing of at < 0 ? [] : this.#waiting.splice(at, 1)) this.#activate(standing);
  }

  #activate(standing: Standing): void {
    this.#active.set(standing.job.group, standing);
    this.#release(standing);
  }

  #standing(job: Job, bias: number, epoch: number): Standing {
    const standing = {
      job,
      bias,
      epoch,
      kind: 'train' as const,
      pending: new Set<number>(),
      atWork: 0,
      left: 0,
    };
    this.#phase(standing, 'train');
    return standing;
  }

  #phase(standing: Standing, kind: Unit['kind']): void {
    const {evaluation, holders} = this.#floor;
    standing.kind = kind;
    standing.pending = new Set(kind === 'evaluate' && evaluation === 'once' ? [0] : holders.keys());
  }

  #release(standing: Standing): void {
    standing.left = this.#remaining(standing);
    this.#ready.add(standing);
    this.#fresh.add(standing);
  }

  #remaining({job, bias, kind, pending}: Standing): number {
    const training = job.train.reduce((sum, cost) => sum + cost, 0);
    const evaluation = job.evaluate * (this.#floor.evaluation === 'once' ? 1 : this.#floor.holders.length);
    const now =
      kind === 'train'
        ? [...pending].reduce((sum, shard) => sum + job.train[shard]!, evaluation)
        : job.evaluate * pending.size;
    return bias * (now + (job.epochs - 1) * (training + evaluation));
  }

  /** Longest remaining work first. */
  #choose(among: ReadonlySet<Standing>, worker: number): Standing | undefined {
    let most = 0;
    let equals: Standing[] = [];
    for (const standing of among) {
      if (standing.left < most || this.#shardFor(standing, worker) === undefined) continue;
      if (standing.left > most) equals = [];
      most = standing.left;
      equals.push(standing);
    }
    return equals.length > 1 ? equals[this.#random.integer(equals.length)] : equals[0];
  }

  #shardFor({kind, pending}: Standing, worker: number): number | undefined {
    if (kind === 'evaluate' && this.#floor.evaluation === 'once') return 0;
    return this.#held[worker]!.find((shard) => pending.has(shard));
  }
}
