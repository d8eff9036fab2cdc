import type {FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod} from 'fastify';
import type {ModelSignature} from '../../base/signature.js';
import {describe, RequestFailure} from './failure.js';
import {infer} from './infer.js';
import type {Readiness, ServedModel} from './model.js';

export interface RouteOptions {
  readiness: () => Readiness;
  newId: () => string;
}

/** Health, metadata and inference. */
export function addRoutes(app: FastifyInstance, {readiness, newId}: RouteOptions): void {
  addRoute(app, 'GET', '/v2', () => ({
    name: 'adl',
    version: readiness().model?.signature.adl ?? '',
    extensions: [],
  }));
  addRoute(app, 'GET', '/v2/health/live', () => ({live: true, ready: readiness().model !== undefined}));
  addRoute(app, 'GET', '/v2/health/ready', (_request, reply) => {
    const {model, reason} = readiness();
    return model
      ? {live: true, ready: true}
      : reply.code(503).send({live: true, ready: false, error: reason});
  });
  for (const path of ['/v2/models/:name', '/v2/models/:name/versions/:version']) {
    const found = (request: FastifyRequest) => find(request, readiness());
    addRoute(app, 'GET', path, (request) => metadata(found(request).signature));
    addRoute(app, 'GET', `${path}/ready`, (request) => ({name: found(request).signature.name, ready: true}));
    addRoute(app, 'POST', `${path}/infer`, (request) => infer(found(request), request.body, newId));
  }
}

/** Answers one verb at a path, and says so to the others. */
function addRoute(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  handler: RouteHandlerMethod,
): void {
  const taken = method === 'GET' ? ['GET', 'HEAD'] : [method];
  const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('allow', taken.join(', '));
    throw new RequestFailure(
      405,
      `${request.url.slice(0, 200)} takes ${taken.join(', ')}, not ${request.method}.`,
    );
  };
  app.route({method, url, handler});
  const others = app.supportedMethods.filter((verb) => !taken.includes(verb));
  app.route({method: others, url, onRequest: refuse, handler: refuse});
}

function metadata({name, version, inputs, outputs, labels}: ModelSignature) {
  return {
    name,
    versions: [version],
    platform: 'onnx_onnxv1',
    inputs: inputs.map((input) => ({...input, shape: [-1]})),
    outputs: outputs.map((output) =>
      labels && output.shape.length > 1 ? {...output, parameters: {labels}} : output,
    ),
  };
}

/** @throws RequestFailure where the service has no model yet, or not this one. */
function find(request: FastifyRequest, {model, reason}: Readiness): ServedModel {
  if (!model) throw new RequestFailure(503, reason);
  const {name, version} = request.params as {name: string; version?: string};
  const {signature} = model;
  if (name !== signature.name)
    throw new RequestFailure(
      404,
      `There is no model called ${quote(name)}: this service has \`${signature.name}\`.`,
    );
  if (version !== undefined && version !== signature.version)
    throw new RequestFailure(
      404,
      `The model \`${name}\` has no version ${quote(version)}: this service has ${signature.version}.`,
    );
  return model;
}

function quote(text: string): string {
  return describe(text).replace('the text ', '');
}
