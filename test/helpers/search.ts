import {randomStream} from '../../src/base/random.js';
import type {Assignment, Observation, Search} from '../../src/search/algorithms/algorithm.js';
import type {Point} from '../../src/search/space.js';

/** What was said to a search and what it answered. */
export type Call =
  | {ask: true; answer: ReturnType<Search['ask']>}
  | {tell: Observation; answer: ReturnType<Search['tell']>};

export interface Drive {
  /** How many trials may train at once. */
  lanes: number;
  seed: number;
  /** How often an epoch fails. */
  failures?: number;
  /** How often a person takes out a trial, under way or not. */
  removals?: number;
  /** How often an observation comes a second time, late. */
  echoes?: number;
  value: (assignment: Assignment, epoch: number) => number;
}

export interface Driven {
  calls: Call[];
  assignments: Assignment[];
  /** Epochs that each trial has, its parent's included. */
  trained: Map<number, number>;
  /** Trials that failed or were stopped. */
  out: Set<number>;
  observations: Observation[];
}

/** Trains what a search asks for, in an order drawn from a seed, until it asks for nothing more. */
export function drive(
  search: Search,
  {lanes, seed, failures = 0, removals = 0, echoes = 0, value}: Drive,
): Driven {
  const random = randomStream(seed, 'drive');
  const driven: Driven = {
    ...{calls: [], assignments: [], trained: new Map(), out: new Set(), observations: []},
  };
  const {calls, assignments, trained, out, observations} = driven;
  const running: Assignment[] = [];
  const tell = (observation: Observation) => {
    const answer = search.tell(observation);
    calls.push({tell: observation, answer});
    return answer;
  };
  const train = () => {
    const at = random.integer(running.length);
    const assignment = running[at]!;
    const {trial, epochs} = assignment;
    const epoch = (trained.get(trial) ?? 0) + 1;
    trained.set(trial, epoch);
    const isFailed = random.uniform() < failures;
    const observation = {trial, epoch, value: isFailed ? undefined : value(assignment, epoch)};
    observations.push(observation);
    const isOut = tell(observation) === 'stop' || isFailed;
    if (isOut) out.add(trial);
    if (isOut || epoch >= epochs) running.splice(at, 1);
    if (random.uniform() < echoes) tell(observations[random.integer(observations.length)]!);
  };
  const remove = () => {
    const trials = [...trained.keys()].filter((trial) => !out.has(trial));
    if (trials.length === 0) return;
    const trial = trials[random.integer(trials.length)]!;
    const at = running.findIndex((assignment) => assignment.trial === trial);
    if (at >= 0) running.splice(at, 1);
    out.add(trial);
    tell({trial, epoch: trained.get(trial)!, value: undefined});
  };
  for (;;) {
    if (random.uniform() < removals) remove();
    // Now and then it is not asked although there is room.
    const isAsked = running.length < lanes && (running.length === 0 || random.uniform() < 0.8);
    const answer = isAsked ? search.ask() : 'wait';
    if (isAsked) calls.push({ask: true, answer});
    if (answer && answer !== 'wait') {
      if (answer.parent !== undefined) trained.set(answer.trial, trained.get(answer.parent)!);
      assignments.push(answer);
      running.push(answer);
    } else if (running.length > 0) train();
    else if (answer === 'wait') throw new Error('It waits although nothing is under way.');
    else return driven;
  }
}

/** A value that is largest, 1, at the end of a trial whose parameters are all a third up their ranges of [0, 1]. */
export function bowl(parameters: Point, share: number): number {
  const far = Object.values(parameters).reduce<number>((sum, value) => sum + (Number(value) - 1 / 3) ** 2, 0);
  return 1 - far - 0.3 * (1 - share);
}
