import {nearest} from '../../base/nearest.js';
import type {ModelSignature} from '../../base/signature.js';
import {badRequest, describe} from './failure.js';
import {type Column, readInput} from './input.js';
import {acceptsNull, readParameters} from './parameters.js';

/** An inference request that fits the model. */
export interface InferenceRequest {
  id: string | undefined;
  rows: number;
  /** One for each input of the model, by its name. */
  columns: Map<string, Column>;
  /** The names of the outputs that are wanted. */
  outputs: string[];
}

/**
 * Checks the body of an inference request against the model's signature.
 * @throws RequestFailure that names the field.
 */
export function readRequest(body: unknown, signature: ModelSignature): InferenceRequest {
  if (!isObject(body))
    throw badRequest(`The request body must be a JSON object with \`inputs\`, got ${describe(body)}.`);
  const id = readId(body.id);
  const nulls = acceptsNull(readParameters(body.parameters, '`parameters`'));
  const outputs = readOutputs(body.outputs, signature);
  const columns = new Map<string, Column>();
  for (const [index, input] of readList(body.inputs).entries()) {
    const expected = findInput(input, index, signature);
    if (columns.has(expected.name)) throw badRequest(`Input \`${expected.name}\` is given twice.`);
    columns.set(expected.name, readInput(input, expected, nulls));
  }
  checkComplete(columns, signature);
  return {id, rows: commonRows(columns), columns, outputs};
}

function readId(id: unknown): string | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id !== 'string') throw badRequest(`\`id\` must be text, got ${describe(id)}.`);
  return id;
}

function readList(inputs: unknown): Record<string, unknown>[] {
  if (!Array.isArray(inputs))
    throw badRequest(`\`inputs\` must be an array with one tensor for each column, got ${describe(inputs)}.`);
  inputs.forEach((input, index) => {
    if (!isObject(input)) throw badRequest(`\`inputs[${index}]\` must be an object, got ${describe(input)}.`);
  });
  return inputs as Record<string, unknown>[];
}

function findInput(input: Record<string, unknown>, index: number, {inputs}: ModelSignature) {
  const {name} = input;
  if (typeof name !== 'string')
    throw badRequest(`\`inputs[${index}].name\` must be the name of a column, got ${describe(name)}.`);
  const found = inputs.find((candidate) => candidate.name === name);
  if (!found) throw badRequest(unknownName('input', name, inputs));
  return found;
}

function readOutputs(outputs: unknown, signature: ModelSignature): string[] {
  const all = signature.outputs.map(({name}) => name);
  if (outputs === undefined || outputs === null) return all;
  if (!Array.isArray(outputs)) throw badRequest(`\`outputs\` must be an array, got ${describe(outputs)}.`);
  const wanted = outputs.map((output: unknown, index) => {
    const name = isObject(output) ? output.name : undefined;
    if (typeof name !== 'string')
      throw badRequest(`\`outputs[${index}]\` must be an object with a \`name\`, got ${describe(output)}.`);
    if (!all.includes(name)) throw badRequest(unknownName('output', name, signature.outputs));
    return name;
  });
  return wanted.length === 0 ? all : [...new Set(wanted)];
}

function unknownName(kind: string, name: string, known: readonly {name: string}[]): string {
  const names = known.map((item) => item.name);
  const close = nearest(name, names);
  const hint = close
    ? `did you mean \`${close}\`?`
    : `expected ${names
        .slice(0, 20)
        .map((item) => `\`${item}\``)
        .join(', ')}${names.length > 20 ? ', …' : ''}.`;
  return `The model has no ${kind} ${describe(name).replace('the text ', '')}: ${hint}`;
}

function checkComplete(columns: Map<string, Column>, {inputs}: ModelSignature): void {
  const missing = inputs.filter(({name}) => !columns.has(name)).map(({name}) => `\`${name}\``);
  if (missing.length === 0) return;
  const named = `${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ` and ${missing.length - 10} more` : ''}`;
  throw badRequest(`The request lacks ${missing.length === 1 ? 'the input' : 'the inputs'} ${named}.`);
}

function commonRows(columns: Map<string, Column>): number {
  const [[first, {length: rows}]] = columns as unknown as [[string, Column]];
  for (const [name, {length}] of columns)
    if (length !== rows)
      throw badRequest(
        `Input \`${name}\` has ${length} rows where \`${first}\` has ${rows}: all need as many.`,
      );
  return rows;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
