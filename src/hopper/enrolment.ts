import type {Assignment, Search} from '../search/algorithms/algorithm.js';
import type {Command} from './command.js';
import type {Execution} from './executor.js';
import type {GroupOptions} from './group.js';
import {type Lane, newLane} from './lane.js';
import type {Roster} from './roster.js';
import type {Trial} from './trial.js';

export interface EnrolmentOptions {
  execution: Execution;
  search: Search;
  /** Whether what the search asks for depends on what it is told. */
  listens: boolean;
  grouping: GroupOptions;
  /** Of a configuration that is trained to its end. */
  epochs: number;
  /** The configuration of an assignment, under the number that it is to have. */
  trialOf: (assignment: Assignment, number: number) => Trial;
  /** Told when a configuration has its number. */
  onTrial: (trial: Trial) => void;
  /** Told when a configuration is not trained on for now, or for good. */
  onRest: (lane: Lane, reason: 'paused' | 'stopped') => void;
}

/** Configurations under way for each worker, where what comes next depends on how they do. */
const lanesPerWorker = 8;

/** Which configurations there are: those that the search asked for, and those that people did. */
export class Enrolment {
  readonly #options: EnrolmentOptions;
  readonly #roster: Roster;
  readonly #lanes: Lane[] = [];
  readonly #asked = new Map<number, Lane>();
  /** What is to be done when an epoch of a configuration's group is over. */
  readonly #pending = new Map<Lane, Command[]>();

  constructor(options: EnrolmentOptions, roster: Roster) {
    this.#options = options;
    this.#roster = roster;
  }

  /** Tells the search how an epoch of a configuration ended. */
  tell(lane: Lane): void {
    if (lane.asked === undefined || lane.isStopped) return;
    const value = lane.out ? undefined : lane.value;
    const verdict = this.#options.search.tell({trial: lane.asked, epoch: lane.epochs, value});
    if (verdict === 'stop') lane.isStopped = true;
  }

  /** Does what a person said: at once, or when the epoch of the configuration's group is over. */
  async obey(command: Command, here: readonly Lane[]): Promise<void> {
    if (command.type === 'add') {
      const {family, parameters} = command;
      this.#roster.wait(this.#newLane({family, parameters, trial: 0, epochs: this.#options.epochs}));
      return;
    }
    const lane = this.#lanes[command.trial - 1];
    if (!lane) return;
    this.#pending.set(lane, [...(this.#pending.get(lane) ?? []), command]);
    if (here.includes(lane) || !this.#roster.trains(lane)) await this.catchUp(lane);
  }

  /** Does what was said of a configuration while its group was at an epoch. */
  async catchUp(lane: Lane): Promise<void> {
    const commands = this.#pending.get(lane) ?? [];
    this.#pending.delete(lane);
    for (const command of commands) {
      if (command.type === 'stop') this.#stop(lane);
      else if (command.type === 'clone') await this.#clone(lane, command.parameters);
    }
  }

  #stop(lane: Lane): void {
    if (lane.isStopped || lane.out || lane.ended >= lane.full) return;
    lane.isStopped = true;
    const {search, listens} = this.#options;
    if (listens && lane.asked !== undefined)
      search.tell({trial: lane.asked, epoch: lane.epochs, value: undefined});
    if (this.#roster.withdraw(lane) || !this.#roster.trains(lane)) this.#options.onRest(lane, 'stopped');
  }

  /** One that has been trained to its end goes on for as many epochs again. */
  async #clone(parent: Lane, parameters: Trial['parameters']): Promise<void> {
    await this.#options.execution.settled([parent]);
    // A run that is stopping leaves an epoch unfinished: what was said is done when the run is taken up again.
    if (parent.out || parent.checkpoint === null || parent.ended < parent.epochs) return;
    const {family} = parent.trial;
    const epochs = parent.epochs < parent.full ? parent.full : parent.epochs + this.#options.epochs;
    this.#roster.wait(this.#newLane({family, parameters, trial: 0, epochs}, parent));
  }

  /** Asks the search for as many configurations as are to be under way. */
  fill(): void {
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
    const lane = this.#newLane(assignment, parent);
    lane.asked = assignment.trial;
    this.#asked.set(assignment.trial, lane);
    return lane;
  }

  #newLane(assignment: Assignment, parent?: Lane): Lane {
    const {epochs} = this.#options;
    const trial = this.#options.trialOf(assignment, this.#lanes.length + 1);
    const origin = parent && {trial: parent.trial.trial, epoch: parent.ended};
    const full = Math.max(epochs, assignment.epochs);
    const lane = newLane({...trial, ...(origin && {parent: origin})}, assignment.epochs, full);
    // A clone has the epochs of its parent behind it.
    if (parent) Object.assign(lane, {epochs: parent.epochs, ended: parent.ended});
    this.#lanes.push(lane);
    this.#options.onTrial(lane.trial);
    if (parent) this.#options.execution.clone(lane, parent);
    return lane;
  }
}
