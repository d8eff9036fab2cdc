import type {Json} from '../base/json.js';
import type {Group} from '../hopper/group.js';
import {unitCost} from '../hopper/schedule.js';
import type {Job, Unit} from '../hopper/shop.js';
import type {Trial} from '../hopper/trial.js';
import type {Entry} from '../project/journal.js';

/** What a run set out to do. */
export interface Plan {
  groups: readonly Group[];
  jobs: readonly Job[];
  /** In the order of `schedule`. */
  units: readonly Unit[];
}

/** How long a unit takes here, in milliseconds: for each floating-point operation, and besides. */
export interface Pace {
  operation: number;
  unit: number;
}

/** The group whose first epoch ends before all others, and when: in milliseconds after the first unit began. */
export function firstEpoch({jobs, units}: Plan, pace: Pace): {group: number; milliseconds: number} {
  const [workers, groups] = [new Map<number, number>(), new Map<number, number>()];
  for (const {worker, group, epoch, kind, shard} of units) {
    if (epoch > 1) continue;
    const begin = Math.max(workers.get(worker) ?? 0, groups.get(group) ?? 0);
    const end = begin + pace.unit + pace.operation * costOf(jobs, {shard, group, kind});
    workers.set(worker, end);
    groups.set(group, end);
  }
  const [group, milliseconds] = [...groups].reduce((a, b) => (b[1] < a[1] ? b : a));
  return {group, milliseconds};
}

/** The pace of the units that a journal saw end; undefined where it saw none. */
export function observedPace(entries: readonly Entry[], plan: Plan): Pace | undefined {
  const ended = lasted(entries, plan).filter(({isOver}) => isOver);
  const cost = ended.reduce((sum, unit) => sum + unit.cost, 0);
  const time = ended.reduce((sum, unit) => sum + unit.milliseconds, 0);
  return cost === 0 ? undefined : {operation: time / cost, unit: 0};
}

/** No pace is faster than that of a unit which was still at work when it was cut off. */
export function atLeast(pace: Pace, entries: readonly Entry[], plan: Plan): Pace {
  const cut = lasted(entries, plan).filter(({isOver}) => !isOver);
  return {...pace, operation: Math.max(pace.operation, ...cut.map((unit) => unit.milliseconds / unit.cost))};
}

/** The budget in which so many milliseconds of training are sure to fit, as `--time` takes it. */
export function budgetFor(milliseconds: number): string {
  // Half as much again, as other work on the machine may come and go; and a twentieth that is kept for the end.
  const seconds = (milliseconds * 1.5) / 950;
  if (seconds <= 10) return `${Math.max(1, Math.ceil(seconds))}s`;
  if (seconds <= 90) return `${Math.ceil(seconds / 5) * 5}s`;
  const minutes = seconds / 60;
  return minutes <= 90 ? `${Math.ceil(minutes)}m` : `${Math.ceil(minutes / 60)}h`;
}

interface Lasted {
  milliseconds: number;
  cost: number;
  isOver: boolean;
}

/** How long each unit took, or had been at work when its journal ended; without those of which no lane came back. */
function lasted(entries: readonly Entry[], plan: Plan): Lasted[] {
  const ends = new Map(entries.filter(({type}) => type === 'unit-ended').map((entry) => [entry.unit, entry]));
  const last = entries.at(-1)?.at ?? 0;
  return entries
    .filter(({type}) => type === 'unit-started')
    .flatMap(({unit, at, shard, group, kind, trials}) => {
      const end = ends.get(unit);
      if (end && (end.lanes as Json[]).length === 0) return [];
      const place = {shard: Number(shard), group: Number(group), kind: kind as Unit['kind']};
      const cost = costOf(plan.jobs, place) * share(plan, place.group, trials as number[]);
      return [{milliseconds: (end?.at ?? last) - at, cost, isOver: end !== undefined}];
    });
}

/** The part of a group that some of its trials are. */
function share({groups}: Plan, group: number, some: readonly number[]): number {
  const {trials} = groups.find((candidate) => candidate.group === group)!;
  const weights = (own: readonly Trial[]) => own.reduce((sum, trial) => sum + trial.weights, 0);
  return weights(trials.filter(({trial}) => some.includes(trial))) / weights(trials);
}

function costOf(jobs: readonly Job[], {group, ...unit}: Pick<Unit, 'shard' | 'group' | 'kind'>): number {
  return unitCost(jobs.find((candidate) => candidate.group === group)!, unit);
}
