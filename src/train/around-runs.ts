import type {Engine, Session} from '../engines/engine.js';

/** An engine each of whose runs is made by `around`, which is given the run itself to be made. */
export function aroundRuns(
  engine: Engine,
  around: (run: () => ReturnType<Session['run']>) => ReturnType<Session['run']>,
): Engine {
  return {
    ...engine,
    async open(graph, options) {
      const session = await engine.open(graph, options);
      return {close: () => session.close(), run: (feeds) => around(() => session.run(feeds))};
    },
  };
}
