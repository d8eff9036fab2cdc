import type {FastifyInstance, FastifyRequest} from 'fastify';
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
  app.get('/v2', () => ({name: 'adl', version: readiness().model?.signature.adl ?? '', extensions: []}));
  app.get('/v2/health/live', () => ({live: true, ready: readiness().model !== undefined}));
  app.get('/v2/health/ready', (_request, reply) => {
    const {model, reason} = readiness();
    return model
      ? {live: true, ready: true}
      : reply.code(503).send({live: true, ready: false, error: reason});
  });
  for (const path of ['/v2/models/:name', '/v2/models/:name/versions/:version']) {
    app.get(path, (request) => metadata(find(request, readiness()).signature));
    app.get(`${path}/ready`, (request) => ({name: find(request, readiness()).signature.name, ready: true}));
    app.post(path.concat('/infer'), (request) => infer(find(request, readiness()), request.body, newId));
  }
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
