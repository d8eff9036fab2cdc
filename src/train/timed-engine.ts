import type {Engine} from '../engines/engine.js';

/** An engine that tells of each run how many milliseconds it took. */
export function timedEngine(
  engine: Engine,
  clock: () => number,
  tell: (milliseconds: number) => void,
): Engine {
  return {
    ...engine,
    async open(graph, options) {
      const session = await engine.open(graph, options);
      return {
        close: () => session.close(),
        async run(feeds) {
          const started = clock();
          const outputs = await session.run(feeds);
          tell(clock() - started);
          return outputs;
        },
      };
    },
  };
}
