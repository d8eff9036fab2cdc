import type {Assignment, Proposal, Round, Search, SearchOptions} from './algorithms/algorithm.js';
import {proposals} from './proposals.js';
import {type Ending, ranked, underWay} from './under-way.js';

/** One bracket's rounds: the best of each go on to the next, a factor fewer and at least one. */
export function bracketRounds(
  bracket: number,
  configurations: number,
  rungs: readonly number[],
  factor: number,
): Round[] {
  return rungs.map((epochs, at) => ({
    ...{bracket, epochs},
    configurations: Math.max(1, Math.floor(configurations / factor ** at)),
  }));
}

/** Rounds of different brackets that train to the same epoch run together: as many at once as there are. */
export function diagonal(brackets: readonly (readonly Round[])[]): Round[][] {
  const all = brackets.flat();
  const epochs = [...new Set(all.map((round) => round.epochs))].sort((a, b) => a - b);
  return epochs.map((rung) => all.filter((round) => round.epochs === rung));
}

/**
 * Runs a table of steps. A bracket's first round takes new configurations, each later one the best of the one before;
 * a step begins when the one before has ended.
 */
export function startRounds(steps: readonly Round[][], factor: number, options: SearchOptions): Search {
  const fresh = proposals(options);
  const running = underWay(options.direction);
  const ended = new Map<number, Ending[]>();
  const bracketOf = new Map<number, number>();
  const queue: Assignment[] = [];
  let trials = 0;
  let step = 0;

  const enter = (round: Round, proposal: Proposal): Assignment => {
    trials += 1;
    bracketOf.set(trials, round.bracket);
    return {trial: trials, ...proposal, epochs: round.epochs};
  };
  const entrants = (round: Round): Assignment[] => {
    const taken: Assignment[] = [];
    while (taken.length < round.configurations && trials < options.trials) {
      const proposal = fresh.next();
      if (!proposal) break;
      taken.push(enter(round, proposal));
    }
    return taken;
  };
  const promoted = ({bracket, epochs}: Round, before: readonly Ending[]): Assignment[] => {
    const places = Math.max(1, Math.floor(before.length / factor));
    const able = ranked(before).filter(({assignment: {trial}}) => !running.isOut(trial));
    ended.set(bracket, []);
    return able.slice(0, places).map(({assignment}) => ({...assignment, epochs}));
  };
  return {
    ask: () => {
      while (queue.length > 0 && running.isOut(queue[0]!.trial)) queue.shift();
      while (queue.length === 0) {
        if (running.size() > 0) return 'wait';
        const rounds = steps[step];
        if (!rounds) return undefined;
        step += 1;
        for (const round of rounds) {
          const before = ended.get(round.bracket);
          if (!before) ended.set(round.bracket, []);
          queue.push(...(before ? promoted(round, before) : entrants(round)));
        }
      }
      return running.add(queue.shift()!);
    },
    tell: (observation) => {
      const ending = running.end(observation);
      if (ending) ended.get(bracketOf.get(ending.assignment.trial)!)!.push(ending);
      return undefined;
    },
  };
}
