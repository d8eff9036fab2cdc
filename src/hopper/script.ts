import type {Entry} from '../project/journal.js';
import {placeOf, unitName} from './known.js';
import type {Unit} from './shop.js';

/** A unit that begins or ends at its place in an order. */
export interface Step {
  kind: 'begin' | 'end';
  unit: Unit;
}

/**
 * The order that a journal saw, of the units that ended. Where a search listened, the last unit of an epoch ends when the
 * search was told of it.
 * @param workerOf the worker of a unit, where there are other workers now than there were
 */
export function scriptOf(entries: readonly Entry[], workerOf: (entry: Entry) => number): Step[] {
  const ended = new Map<string, Entry>();
  for (const entry of entries) if (isOver(entry)) ended.set(unitName(placeOf(entry)), entry);
  const decided = new Set(entries.filter(({type}) => type === 'epoch-decided').map(epochName));
  const listened = entries.some(({type}) => type === 'epoch-decided');
  const lastOf = new Map<string, string>();
  for (const [name, entry] of ended) if (entry.ends === true) lastOf.set(epochName(entry), name);
  const [begun, over] = [new Set<string>(), new Set<string>()];
  const steps: Step[] = [];
  const unitOf = (entry: Entry): Unit => ({
    ...placeOf(entry),
    worker: workerOf(entry),
    ends: entry.ends === true,
  });
  const end = (name: string) => {
    if (over.has(name) || !begun.has(name)) return;
    over.add(name);
    steps.push({kind: 'end', unit: unitOf(ended.get(name)!)});
  };
  for (const entry of entries) {
    if (entry.type === 'unit-started' || entry.type === 'unit-skipped') {
      const name = unitName(placeOf(entry));
      if (!ended.has(name) || begun.has(name)) continue;
      begun.add(name);
      steps.push({kind: 'begin', unit: unitOf(ended.get(name)!)});
    }
    if (isOver(entry) && !(listened && entry.ends === true)) end(unitName(placeOf(entry)));
    if (entry.type === 'epoch-decided') end(lastOf.get(epochName(entry)) ?? '');
  }
  // What ended last and was not decided on before the run broke off.
  for (const name of begun) if (!over.has(name) && !decided.has(epochName(ended.get(name)!))) end(name);
  return steps;
}

/** Of a unit whose configurations had all failed nothing was done, but the order went past it. */
function isOver({type}: Entry): boolean {
  return type === 'unit-ended' || type === 'unit-skipped';
}

function epochName({group, epoch}: Entry): string {
  return `group ${group}/epoch ${epoch}`;
}
