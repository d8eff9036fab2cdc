import {badRequest, describe} from './failure.js';

type Parameters = Readonly<Record<string, unknown>>;

/** The `parameters` of a request or a tensor. Those that this service does not know are let through. */
export function readParameters(parameters: unknown, field: string): Parameters {
  if (parameters === undefined || parameters === null) return {};
  if (typeof parameters !== 'object' || Array.isArray(parameters))
    throw badRequest(`${field} must be an object, got ${describe(parameters)}.`);
  const {content_type: contentType, binary_data_size: binarySize} = parameters as Parameters;
  if (binarySize !== undefined)
    throw badRequest(`${field} must not have \`binary_data_size\`: tensors are sent as JSON \`data\` here.`);
  if (contentType !== undefined && contentType !== null && !contentTypes.includes(contentType as string))
    throw badRequest(
      `${field} must have a \`content_type\` of ${contentTypes.join(', ')}, got ${describe(contentType)}.`,
    );
  return parameters as Parameters;
}

const contentTypes = ['pd', 'np', 'str'];

/** Whether null stands for a missing value, as it does in MLServer's tables and arrays; undefined: not said. */
export function acceptsNull({content_type: contentType}: Parameters): boolean | undefined {
  return contentType === undefined || contentType === null ? undefined : contentType !== 'str';
}
