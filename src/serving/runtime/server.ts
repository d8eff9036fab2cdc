import type {Socket} from 'node:net';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import {RequestFailure} from './failure.js';
import {parseJson} from './json-body.js';
import type {Readiness} from './model.js';
import {addRoutes} from './routes.js';

export interface ServerOptions {
  /** Bytes that the body of a request may have. */
  bodyLimit: number;
  readiness: () => Readiness;
  newId: () => string;
  /** For what the sender of a request must not read. */
  logError: (error: unknown) => void;
}

/** The Open Inference Protocol, version 2, over HTTP; it does not listen yet. */
export function createServer(options: ServerOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: options.bodyLimit,
    requestTimeout: 60_000,
    routerOptions: {maxParamLength: 1000},
    frameworkErrors: (error, _request, reply) => answerBadUrl(error, reply as FastifyReply),
    clientErrorHandler: answerBrokenRequest,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', {parseAs: 'buffer'}, async (_request: unknown, body: Buffer) =>
    parseJson(body),
  );
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({error: `There is no ${request.method} ${request.url.slice(0, 200)} here.`}),
  );
  app.setErrorHandler((error: FastifyError | RequestFailure, request, reply) =>
    answerError(error, request, reply, options),
  );
  addRoutes(app, options);
  return app;
}

function answerBadUrl(error: Error, reply: FastifyReply): void {
  void reply.code(400).send({error: error.message});
}

function answerError(
  error: FastifyError | RequestFailure,
  request: FastifyRequest,
  reply: FastifyReply,
  {bodyLimit, logError}: ServerOptions,
): FastifyReply {
  if (error instanceof RequestFailure) return reply.code(error.status).send({error: error.message});
  const {statusCode: status = 500} = error;
  if (status === 413)
    return reply
      .code(413)
      .send({error: `The request body must have at most ${bodyLimit} bytes: send fewer rows.`});
  if (status === 415) {
    const type = request.headers['content-type'] ?? 'none';
    return reply.code(415).send({error: `The content type must be application/json, got ${type}.`});
  }
  if (status < 500) return reply.code(status).send({error: error.message});
  logError(error);
  return reply.code(500).send({error: 'The service failed on this request; its log says why.'});
}

/** Answers what is not even HTTP, or came too slowly. */
function answerBrokenRequest(error: Error & {code?: string}, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, text] = brokenRequests[error.code ?? ''] ?? [
    '400 Bad Request',
    'The request is not valid HTTP.',
  ];
  const body = JSON.stringify({error: text});
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
}

const brokenRequests: Readonly<Record<string, [status: string, text: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request has too many headers.'],
};
