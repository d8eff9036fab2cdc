import type {Server} from 'node:http';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import {answerBrokenRequest} from './broken-request.js';
import {RequestFailure} from './failure.js';
import {parseJson} from './json-body.js';
import type {Readiness} from './model.js';
import {addRoutes} from './routes.js';
import {answerExpectations, readOut} from './unread.js';

export interface ServerOptions {
  /** Bytes that the body of a request may have. */
  bodyLimit: number;
  readiness: () => Readiness;
  newId: () => string;
  /** For what the sender of a request must not read. */
  logError: (error: unknown) => void;
  patience?: Patience | undefined;
}

/** How long a client is waited for, in milliseconds. */
export interface Patience {
  /** For the end of the headers. */
  headers: number;
  /** For the end of the request. */
  request: number;
  /** For any byte to come or to be taken. */
  idle: number;
}

const usualPatience: Patience = {headers: 15_000, request: 60_000, idle: 120_000};

/** Of a body that is refused, so many times the limit is read before its sender is left alone with it. */
const readOutTimes = 64;

/** The Open Inference Protocol, version 2, over HTTP; it does not listen yet. */
export function createServer(options: ServerOptions): FastifyInstance {
  const {bodyLimit, patience = usualPatience, readiness} = options;
  const app = fastify({
    bodyLimit,
    requestTimeout: patience.request,
    connectionTimeout: patience.idle,
    routerOptions: {maxParamLength: 1000},
    http: {
      headersTimeout: patience.headers,
      connectionsCheckingInterval: patience.headers / 3,
      // What is wrong is said below, in JSON.
      requireHostHeader: false,
    },
    frameworkErrors: (error, _request, reply) => answerBadUrl(error, reply as FastifyReply),
    clientErrorHandler: answerBrokenRequest,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', {parseAs: 'buffer'}, async (_request: unknown, body: Buffer) =>
    parseJson(body),
  );
  app.setNotFoundHandler((request) => refusePath(request, readiness()));
  app.addHook('onRequest', async (request) => {
    checkHeaders(request.raw);
    // Before its body is looked at.
    if (request.is404) refusePath(request, readiness());
  });
  app.addHook('onSend', async ({raw}) =>
    readOut(raw, {bytes: readOutTimes * bodyLimit, milliseconds: patience.request / 2}),
  );
  answerExpectations(app.server as Server, bodyLimit, tooLarge(bodyLimit));
  app.setErrorHandler((error: FastifyError | RequestFailure, request, reply) =>
    answerError(error, request, reply, options),
  );
  addRoutes(app, options);
  return app;
}

function answerBadUrl(error: Error, reply: FastifyReply): void {
  void reply.code(400).send({error: error.message});
}

function refusePath({method, url}: FastifyRequest, {model}: Readiness): never {
  const hint = model ? `: the model is at /v2/models/${encodeURIComponent(model.signature.name)}` : '';
  throw new RequestFailure(404, `There is no ${method} ${url.slice(0, 200)} here${hint}.`);
}

/** @throws RequestFailure */
function checkHeaders({headers, httpVersion}: FastifyRequest['raw']): void {
  if (httpVersion === '1.1' && headers.host === undefined)
    throw new RequestFailure(400, 'A request of HTTP/1.1 must have a Host header.');
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new RequestFailure(
      415,
      `The body must not be compressed, got the content encoding ${encoding.slice(0, 80)}.`,
    );
}

function answerError(
  error: FastifyError | RequestFailure,
  request: FastifyRequest,
  reply: FastifyReply,
  {bodyLimit, logError}: ServerOptions,
): FastifyReply {
  if (error instanceof RequestFailure) return reply.code(error.status).send({error: error.message});
  const {statusCode: status = 500} = error;
  if (status === 413) return reply.code(413).send({error: tooLarge(bodyLimit)});
  if (status === 415) {
    const type = request.headers['content-type']?.slice(0, 80) ?? 'none';
    return reply.code(415).send({error: `The content type must be application/json, got ${type}.`});
  }
  if (status < 500) return reply.code(status).send({error: error.message});
  logError(error);
  return reply.code(500).send({error: 'The service failed on this request; its log says why.'});
}

function tooLarge(bodyLimit: number): string {
  return `The request body must have at most ${bodyLimit} bytes: send fewer rows.`;
}
