import type {Assignment, Observation, SearchOptions} from './algorithms/algorithm.js';

/** How what was asked of a trial ended. */
export interface Ending {
  assignment: Assignment;
  /** Where it got to. */
  epoch: number;
  /** The less, the better, whatever the direction; Infinity for one that failed. */
  loss: number;
  /** Whether it cannot go on: it failed or was stopped. */
  isOut: boolean;
}

/** What was asked for and has not ended. */
export interface UnderWay {
  add(assignment: Assignment): Assignment;
  /** The ending, if an observation is one: of others, and of those that come late, nothing. */
  end(observation: Observation): Ending | undefined;
  /** Whether a trial failed or was taken out, under way or not: it is not to be asked for again. */
  isOut(trial: number): boolean;
  assignments(): Iterable<Assignment>;
  size(): number;
}

export function underWay(direction: SearchOptions['direction']): UnderWay {
  const asked = new Map<number, Assignment>();
  const out = new Set<number>();
  return {
    add: (assignment) => {
      asked.set(assignment.trial, assignment);
      return assignment;
    },
    end: ({trial, epoch, value, isStopped = false}) => {
      const assignment = asked.get(trial);
      const isFailed = value === undefined || !Number.isFinite(value);
      if (isFailed || isStopped) out.add(trial);
      if (!assignment) return undefined;
      if (!isFailed && !isStopped && epoch < assignment.epochs) return undefined;
      asked.delete(trial);
      const loss = isFailed ? Infinity : direction === 'maximize' ? -value : value;
      return {assignment, epoch, loss, isOut: isFailed || isStopped};
    },
    isOut: (trial) => out.has(trial),
    assignments: () => asked.values(),
    size: () => asked.size,
  };
}

/** From the best on; of equals the older trial first. */
export function byRank(a: Ending, b: Ending): number {
  return (a.loss === b.loss ? 0 : a.loss - b.loss) || a.assignment.trial - b.assignment.trial;
}

export function ranked(endings: Iterable<Ending>): Ending[] {
  return [...endings].sort(byRank);
}
