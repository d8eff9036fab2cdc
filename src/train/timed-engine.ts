import type {Engine} from '../engines/engine.js';
import {aroundRuns} from './around-runs.js';

/** An engine that tells of each run how many milliseconds it took. */
export function timedEngine(
  engine: Engine,
  clock: () => number,
  tell: (milliseconds: number) => void,
): Engine {
  return aroundRuns(engine, async (run) => {
    const started = clock();
    const outputs = await run();
    tell(clock() - started);
    return outputs;
  });
}
