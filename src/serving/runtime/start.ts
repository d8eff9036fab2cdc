import {AdlError} from '../../base/errors.js';
import {loadModel, type Readiness, type ServedModel} from './model.js';
import {createServer, type Patience} from './server.js';

export interface StartOptions {
  /** Where `model.onnx` and `signature.json` are. */
  folder: string;
  host: string;
  /** 0 for any that is free. */
  port: number;
  bodyLimit: number;
  newId: () => string;
  logError: (error: unknown) => void;
  /** How long clients are waited for. */
  patience?: Patience;
}

export interface Service {
  url: string;
  /** Settles when the model answers or cannot be loaded; until it answers, the service is live and not ready. */
  loaded: Promise<ServedModel>;
  /** Takes no new requests, finishes those that are in flight, and ends the rest after `grace` milliseconds. */
  stop(grace?: number): Promise<void>;
}

/**
 * Listens at once and loads the model behind that.
 * @throws PORT_IN_USE
 */
export async function startService(options: StartOptions): Promise<Service> {
  const readiness: Readiness = {model: undefined, reason: 'The model is being loaded.'};
  const app = createServer({...options, readiness: () => readiness});
  let stopping = false;
  // A connection that is kept alive after its last answer would hold the service up.
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  const url = await app.listen({host: options.host, port: options.port}).catch((error: unknown) => {
    throw explain(error, options);
  });
  const loaded = load(options.folder, readiness);
  return {
    url,
    loaded,
    async stop(grace = 10_000) {
      stopping = true;
      const timer = setTimeout(() => app.server.closeAllConnections(), grace);
      await app.close();
      clearTimeout(timer);
      const model = await loaded.catch(() => undefined);
      await model?.close();
    },
  };
}

async function load(folder: string, readiness: Readiness): Promise<ServedModel> {
  try {
    readiness.model = await loadModel(folder);
    return readiness.model;
  } catch (error) {
    readiness.reason = 'This service has no model: it could not be loaded.';
    throw error;
  }
}

function explain(error: unknown, {host, port}: StartOptions): unknown {
  const code = (error as {code?: unknown}).code;
  if (code === 'EADDRINUSE')
    return new AdlError('PORT_IN_USE', `Port ${port} of ${host} is in use by another process.`, {
      suggestions: [`Take another port, such as ${port + 1}, or 0 for any that is free.`],
      cause: error,
    });
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new AdlError(
      'FLAG_INVALID',
      `Listening on port ${port} of ${host} is not possible here (${code}).`,
      {
        suggestions: ['Take a port above 1023 and an address of this machine, such as 127.0.0.1 or 0.0.0.0.'],
        cause: error,
      },
    );
  return error;
}
