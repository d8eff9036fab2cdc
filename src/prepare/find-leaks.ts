import type {Tell} from '../data/tell.js';
import {takeGlance} from './glance.js';
import type {Leak, SplitTable} from './leakage/leak-check.js';
import {leakChecks} from './leakage/registry.js';

/** A leak with the name of the check that found it. */
export interface FoundLeak extends Leak {
  check: string;
}

/** Runs every check on a table that is split, in the order of their names. It changes nothing. */
export async function findLeaks(
  table: Omit<SplitTable, 'glance'>,
  tell: Tell = () => {},
): Promise<FoundLeak[]> {
  tell('reading some rows');
  const columns = table.features.map(({profile}) => profile);
  const glance = await takeGlance(table.database, columns, table.task);
  const leaks: FoundLeak[] = [];
  for (const [check, {find}] of Object.entries(leakChecks)) {
    tell(check);
    leaks.push(...(await find({...table, glance})).map((leak) => ({check, ...leak})));
  }
  return leaks;
}
