import type {Group} from '../hopper/group.js';
import {unitCost} from '../hopper/schedule.js';
import type {Job, Unit} from '../hopper/shop.js';
import type {Trial} from '../hopper/trial.js';
import type {Entry} from '../project/journal.js';
import {usualOperation} from './strategy.js';

/** Milliseconds in which a worker makes a group's graph ready. */
const ready = 60;

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

/** The usual pace, or that of a unit which was cut off and had been at work for longer than it should have taken. */
export function paceOf(entries: readonly Entry[], plan: Plan): Pace {
  const slowest = Math.max(0, ...lasted(entries, plan).map(({milliseconds, cost}) => milliseconds / cost));
  return {operation: Math.max(usualOperation, slowest), unit: ready};
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

/** How long each unit that has not ended had been at work when its journal did. */
function lasted(entries: readonly Entry[], plan: Plan): {milliseconds: number; cost: number}[] {
  const ended = new Set(entries.filter(({type}) => type === 'unit-ended').map(({unit}) => unit));
  const last = entries.at(-1)?.at ?? 0;
  return entries
    .filter(({type, unit}) => type === 'unit-started' && !ended.has(unit))
    .map(({at, shard, group, kind, trials}) => {
      const place = {shard: Number(shard), group: Number(group), kind: kind as Unit['kind']};
      const cost = costOf(plan.jobs, place) * share(plan, place.group, trials as number[]);
      return {milliseconds: last - at, cost};
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
