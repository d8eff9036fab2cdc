import {setImmediate as turn} from 'node:timers/promises';
import type {Engine} from '../engines/engine.js';
import {aroundRuns} from './around-runs.js';

/** What a unit ends with that is not to come to its end. */
export class Cut extends Error {}

/** Milliseconds of computing after which a process looks at what it is told. */
const lookEvery = 100;

/**
 * An engine whose calls do not begin once it is said so.
 * @param isCut asked before each call, with a look at messages now and then
 * @throws Cut
 */
export function cuttable(engine: Engine, isCut: () => boolean, clock: () => number): Engine {
  let looked = clock();
  return aroundRuns(engine, async (run) => {
    if (clock() - looked > lookEvery) {
      await turn();
      looked = clock();
    }
    if (isCut()) throw new Cut();
    return run();
  });
}
