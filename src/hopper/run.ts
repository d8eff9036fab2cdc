import type {Assignment, Search} from '../search/algorithms/algorithm.js';
import type {Execution} from './executor.js';
import type {GroupOptions} from './group.js';
import {type Lane, newLane} from './lane.js';
import {Roster} from './roster.js';
import {type ScheduleOptions, schedule, shopOf, unitCost} from './schedule.js';
import type {Step} from './script.js';
import type {Job, Shop, Unit} from './shop.js';
import type {Trial} from './trial.js';
import {VirtualTime} from './virtual-time.js';

export interface HopperOptions extends Omit<ScheduleOptions, 'window'> {
  execution: Execution;
  /** Asked between units: none begins once it says true. */
  shouldStop: () => boolean;
  /**
   * `virtual`: by what units cost, so that the same search on as many workers gives the same order anywhere. `arrival`: as
   * units end. `script`: nothing but the script.
   */
  order: 'virtual' | 'arrival' | 'script';
  search: Search;
  /** Whether what the search asks for depends on what it is told. */
  listens: boolean;
  grouping: GroupOptions;
  /** How many groups are under way at once. */
  window: (groups: number) => number;
  /** The configuration of an assignment, under the number that it is to have. */
  trialOf: (assignment: Assignment, number: number) => Trial;
  /** What the units of some lanes cost. */
  costOf: (trials: readonly Trial[]) => Omit<Job, 'group' | 'epochs'>;
  /** What was begun and ended before, in its order, where that order is kept to. */
  script: readonly Step[];
  /** Told when a configuration has its number, and when a group of them is formed. */
  onTrial: (trial: Trial) => void;
  onGroup: (group: number, trials: readonly Trial[]) => void;
  /** Told when a configuration is not trained on for now, or for good. */
  onRest: (lane: Lane, reason: 'paused' | 'stopped') => void;
  /** Told when the search has heard of an epoch of a group. */
  onDecision: (group: number, epoch: number) => void;
}

/** Configurations under way for each worker, where what comes next depends on how they do. */
const lanesPerWorker = 8;

/** Units for each worker that may be handed out before those before them have ended. */
const ahead = 16;

/**
 * Carries out a search: asks it for configurations, has them trained in groups that hop from shard to shard, and tells
 * it how each epoch ended. All that decides is a pure function of what was asked, told and ended in which order: with
 * the order in virtual time, or that of a journal, the same comes out again.
 */
/** @returns when it ended in virtual time, if that was its order */
export async function runHopper(options: HopperOptions): Promise<number> {
  return new Hopper(options).run();
}

class Hopper {
  readonly #options: HopperOptions;
  readonly #executor: Execution;
  readonly #roster: Roster;
  readonly #shop: Shop;
  readonly #lanes: Lane[] = [];
  readonly #asked = new Map<number, Lane>();
  readonly #time = new VirtualTime();
  readonly #costs = new Map<number, Omit<Job, 'group' | 'epochs'>>();
  readonly #atWork = new Map<Unit, Promise<Unit>>();

  constructor(options: HopperOptions) {
    this.#options = options;
    this.#executor = options.execution;
    this.#roster = new Roster({...options.grouping, merges: options.listens, keepsFailed: this.#isFixed});
    this.#enlist();
    const groups = this.#roster.form();
    const floor = {...options, window: options.window(groups.length)};
    const jobs = groups.map((group) => this.#jobOf(group));
    // What a search that listens will stop cannot be known: only its first jobs could be looked at ahead.
    const best = options.listens || options.order !== 'virtual' ? undefined : schedule(jobs, floor);
    this.#shop = shopOf(floor, best?.attempt ?? 0);
    jobs.forEach((job, at) => {
      this.#shop.add(job, best?.biases[at]);
      this.#announce(job.group);
    });
  }

  async run(): Promise<number> {
    const {order, script} = this.#options;
    for (const step of script) await this.#follow(step);
    if (order === 'virtual') await this.#inVirtualTime();
    if (order === 'arrival') await this.#asTheyEnd();
    await this.#executor.allSettled();
    return this.#time.now;
  }

  async #follow(step: Step): Promise<void> {
    if (step.kind === 'begin')
      void this.#executor.begin(this.#shop.begin(step.unit), this.#lanesOf(step.unit));
    else await this.#end(step.unit);
  }

  async #inVirtualTime(): Promise<void> {
    while (!this.#options.shouldStop()) {
      for (const unit of this.#begun()) this.#time.begin(unit, unitCost(this.#jobOf(unit.group), unit));
      const ended = this.#time.next();
      if (ended.length === 0) return;
      for (const unit of ended) await this.#end(unit);
      while (this.#atWork.size > ahead * this.#options.workers) await this.#nextEnded();
    }
  }

  async #asTheyEnd(): Promise<void> {
    while (!this.#options.shouldStop()) {
      this.#begun();
      if (this.#atWork.size === 0) return;
      await this.#end(await this.#nextEnded());
    }
  }

  /** One that has ended and was not given before: of several that end at a moment each has its turn. */
  async #nextEnded(): Promise<Unit> {
    const unit = await Promise.race(this.#atWork.values());
    this.#atWork.delete(unit);
    return unit;
  }

  #begun(): Unit[] {
    const units: Unit[] = [];
    for (let unit = this.#shop.next(); unit; unit = this.#shop.next()) {
      const begun = unit;
      units.push(begun);
      const ended = this.#executor.begin(begun, this.#lanesOf(begun)).then(() => begun);
      ended.catch(() => {});
      this.#atWork.set(begun, ended);
    }
    return units;
  }

  /** Whether the order runs ahead of its units, and nothing that comes of them changes it. */
  get #isFixed(): boolean {
    return !this.#options.listens && this.#options.order !== 'arrival';
  }

  #lanesOf({group}: Unit): readonly Lane[] {
    return this.#roster.lanes(group);
  }

  async #end(unit: Unit): Promise<void> {
    if (!this.#shop.end(unit)) return;
    const lanes = this.#lanesOf(unit);
    for (const lane of lanes) lane.epochs += 1;
    if (!this.#isFixed) await this.#executor.settled(lanes);
    if (this.#options.listens && !this.#tell(unit, lanes)) return;
    this.#enlist();
    const staying = this.#roster.next(unit.group);
    for (const lane of lanes) if (!staying.includes(lane)) this.#rest(lane);
    this.#costs.delete(unit.group);
    if (staying.length > 0) this.#shop.goOn(this.#jobOf(unit.group));
    else this.#shop.remove(unit.group);
    for (const group of this.#roster.form()) {
      this.#shop.add(this.#jobOf(group));
      this.#announce(group);
    }
  }

  /** False where the run is over before all of these have ended. */
  #tell({group, epoch}: Unit, lanes: readonly Lane[]): boolean {
    if (lanes.some(({out, ended, epochs}) => !out && ended < epochs)) return false;
    this.#options.onDecision(group, epoch);
    for (const lane of lanes) {
      if (lane.asked === undefined) continue;
      const value = lane.out ? undefined : lane.value;
      const verdict = this.#options.search.tell({trial: lane.asked, epoch: lane.epochs, value});
      if (verdict === 'stop') lane.out ??= 'stopped';
    }
    return true;
  }

  /** Asks the search for as many configurations as are to be under way. */
  #enlist(): void {
    const {search, listens, grouping} = this.#options;
    const most = listens ? lanesPerWorker * grouping.workers : Number.POSITIVE_INFINITY;
    while (this.#roster.size < most) {
      const assignment = search.ask();
      if (!assignment || assignment === 'wait') return;
      const lane = this.#asked.get(assignment.trial) ?? this.#newcomer(assignment);
      lane.until = assignment.epochs;
      this.#roster.wait(lane);
    }
  }

  #newcomer(assignment: Assignment): Lane {
    const parent = assignment.parent === undefined ? undefined : this.#asked.get(assignment.parent);
    const trial = this.#options.trialOf(assignment, this.#lanes.length + 1);
    const origin = parent && {trial: parent.trial.trial, epoch: parent.ended};
    const lane = newLane({...trial, ...(origin && {parent: origin})}, assignment.epochs);
    // A clone has the epochs of its parent behind it.
    if (parent) Object.assign(lane, {epochs: parent.epochs, ended: parent.ended});
    lane.asked = assignment.trial;
    this.#asked.set(assignment.trial, lane);
    this.#lanes.push(lane);
    this.#options.onTrial(lane.trial);
    if (parent) this.#executor.clone(lane, parent);
    return lane;
  }

  #rest(lane: Lane): void {
    if (lane.out === 'stopped') this.#options.onRest(lane, 'stopped');
    else if (!lane.out && lane.epochs >= lane.until) this.#options.onRest(lane, 'paused');
  }

  #announce(group: number): void {
    const trials = this.#roster.lanes(group).map(({trial}) => trial);
    this.#options.onGroup(group, trials);
  }

  #jobOf(group: number): Job {
    const lanes = this.#roster.lanes(group);
    const known = this.#costs.get(group) ?? this.#options.costOf(lanes.map(({trial}) => trial));
    this.#costs.set(group, known);
    return {...known, group, epochs: Math.max(...lanes.map(({until, epochs}) => until - epochs))};
  }
}
