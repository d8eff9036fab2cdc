import {randomUUID} from 'node:crypto';
import {fileURLToPath} from 'node:url';
import {type Service, startService} from './start.js';

/** The process of a scaffolded service: `node server.js`, set up by HOST, PORT, MODEL_FOLDER and BODY_LIMIT. */
const {env} = process;

try {
  const service = await startService({
    folder: env.MODEL_FOLDER ?? fileURLToPath(new URL('model', import.meta.url)),
    host: env.HOST ?? '127.0.0.1',
    port: readNumber('PORT', 8080, 65_535),
    bodyLimit: readNumber('BODY_LIMIT', 16 * 1024 * 1024, 2 ** 30),
    newId: randomUUID,
    logError: (error) => console.error(error),
  });
  stopOnSignals(service);
  announce(service);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

function readNumber(name: string, otherwise: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${name} must be a whole number up to ${most}, got ${JSON.stringify(text)}.`);
}

/** The first signal ends the service gently, the second at once. */
function stopOnSignals(service: Service): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void service.stop().then(() => process.exit(0));
    });
}

/** A service without its model stays up: it is live, it is not ready, and it says why. */
function announce({url, loaded}: Service): void {
  loaded.then(
    ({signature: {name, version}}) =>
      console.log(`${name} version ${version} is ready at ${url}/v2/models/${encodeURIComponent(name)}`),
    (error: Error) => console.error(`${url} is live but has no model: ${error.message}`),
  );
}
