import type {Command} from './command.js';
import {Enrolment, type EnrolmentOptions} from './enrolment.js';
import type {Execution} from './executor.js';
import type {Lane} from './lane.js';
import {Roster} from './roster.js';
import {type ScheduleOptions, schedule, shopOf, unitCost} from './schedule.js';
import type {Step} from './script.js';
import type {Job, Shop, Unit} from './shop.js';
import type {Trial} from './trial.js';
import {VirtualTime} from './virtual-time.js';

export interface HopperOptions extends EnrolmentOptions, Omit<ScheduleOptions, 'window'> {
  /** Asked between units: none begins once it says true. */
  shouldStop: () => boolean;
  /**
   * `virtual`: by what units cost, so that the same search on as many workers gives the same order anywhere. `arrival`: as
   * units end. `script`: nothing but the script.
   */
  order: 'virtual' | 'arrival' | 'script';
  /** How many groups are under way at once. */
  window: (groups: number) => number;
  /** What the units of some lanes cost. */
  costOf: (trials: readonly Trial[]) => Omit<Job, 'group' | 'epochs'>;
  /** What was begun and ended before, in its order, where that order is kept to. */
  script: readonly Step[];
  /** Told when a group is formed. */
  onGroup: (group: number, trials: readonly Trial[]) => void;
  /** What a person has said since the last epoch of a group ended, or said then, when so many had ended. */
  steering: (decision: number) => readonly Command[];
  /** Told when the search has heard of an epoch of a group. */
  onDecision: (group: number, epoch: number) => void;
}

/** Units for each worker that may be handed out before those before them have ended. */
const ahead = 4;

/**
 * Carries out a search: asks it for configurations, has them trained in groups that hop from shard to shard, and tells
 * it how each epoch ended. All that decides is a pure function of what was asked, told and ended in which order: with
 * the order in virtual time, or that of a journal, the same comes out again.
 *
 * @returns when it ended in virtual time, if that was its order
 */
export async function runHopper(options: HopperOptions): Promise<number> {
  return new Hopper(options).run();
}

class Hopper {
  readonly #options: HopperOptions;
  readonly #executor: Execution;
  readonly #roster: Roster;
  readonly #enrolment: Enrolment;
  readonly #shop: Shop;
  readonly #time = new VirtualTime();
  readonly #costs = new Map<number, Omit<Job, 'group' | 'epochs'>>();
  /** Epochs of groups that have ended. */
  #decisions = 0;
  readonly #atWork = new Map<Unit, Promise<Unit>>();

  constructor(options: HopperOptions) {
    this.#options = options;
    this.#executor = options.execution;
    this.#roster = new Roster({...options.grouping, merges: options.listens, keepsFailed: this.#isFixed});
    this.#enrolment = new Enrolment(options, this.#roster);
    this.#enrolment.fill();
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
    if (step.kind === 'begin') this.#beginUnit(this.#shop.begin(step.unit));
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
      const ended = this.#beginUnit(begun).then(() => begun);
      ended.catch(() => {});
      this.#atWork.set(begun, ended);
    }
    return units;
  }

  #beginUnit(unit: Unit): Promise<void> {
    unit.after = this.#decisions;
    return this.#executor.begin(unit, this.#lanesOf(unit));
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
    this.#decisions += 1;
    for (const lane of lanes) lane.epochs += 1;
    if (!this.#isFixed) await this.#executor.settled(lanes);
    if (this.#options.listens && !this.#tell(unit, lanes)) return;
    for (const command of this.#options.steering(this.#decisions)) await this.#enrolment.obey(command, lanes);
    for (const lane of lanes) await this.#enrolment.catchUp(lane);
    this.#enrolment.fill();
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
    for (const lane of lanes) this.#enrolment.tell(lane);
    return true;
  }

  #rest(lane: Lane): void {
    if (lane.isStopped) this.#options.onRest(lane, 'stopped');
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
