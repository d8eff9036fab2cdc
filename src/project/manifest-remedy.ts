/** The part of JSON Schema that manifests are described with. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  pattern?: string;
  minItems?: number;
  /** Of an object: the key that text alone is meant for. */
  textFor?: string;
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
};

/** What a schema wants, in words. */
export function wantedBy(schema: JsonSchema = {}): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return `one of ${schema.enum.map((value) => `\`${value}\``).join(', ')}`;
  const kind = kinds[schema.type ?? ''] ?? 'a value';
  if (schema.minLength || schema.minItems) return `${kind} that is not empty`;
  const bounds = boundsOf(schema);
  return bounds.length > 0 ? `${kind} ${bounds.join(' and ')}` : kind;
}

function boundsOf({minimum, maximum, exclusiveMinimum, exclusiveMaximum}: JsonSchema): string[] {
  const isSaid = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return [
    ...(isSaid(exclusiveMinimum) ? [`above ${exclusiveMinimum}`] : []),
    ...(isSaid(minimum) ? [`from ${minimum} ${isSaid(maximum) ? `to ${maximum}` : 'up'}`] : []),
    ...(isSaid(exclusiveMaximum) ? [`below ${exclusiveMaximum}`] : []),
    ...(isSaid(maximum) && !isSaid(minimum) ? [`up to ${maximum}`] : []),
  ];
}

/** A value that fits: what was given in the form that is wanted, else an example; undefined where none is known. */
export function remedy(schema: JsonSchema = {}, given?: unknown): unknown {
  const adapted = adaptations[schema.type ?? '']?.(given, schema);
  if (adapted !== undefined) return adapted;
  const {examples, default: otherwise, const: only, enum: some} = schema;
  return examples?.[0] ?? only ?? otherwise ?? some?.[0];
}

const adaptations: Record<string, (given: unknown, schema: JsonSchema) => unknown> = {
  string: (given, {pattern = ''}) => {
    const isPlain = typeof given === 'number' || typeof given === 'boolean';
    return isPlain && new RegExp(pattern).test(String(given)) ? String(given) : undefined;
  },
  number: numberIn,
  integer: (given, schema) => {
    const number = numberIn(given, schema);
    return Number.isInteger(number) ? number : undefined;
  },
  array: (given, {items}) => {
    if (typeof given === 'string' && given !== '') return [given];
    if (!Array.isArray(given)) return undefined;
    const adapted = given.map((item) => adaptations[items?.type ?? '']?.(item, items ?? {}) ?? item);
    return adapted.some((item, at) => item !== given[at]) ? adapted : undefined;
  },
  object: (given, {properties = {}, textFor}) => {
    const [only, ...others] = Object.keys(properties);
    const name = textFor ?? (others.length === 0 ? only : undefined);
    return name !== undefined && typeof given === 'string' && given !== '' ? {[name]: given} : undefined;
  },
};

function numberIn(given: unknown, {minimum = -Infinity, maximum = Infinity}: JsonSchema): number | undefined {
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
  return number >= minimum && number <= maximum ? number : undefined;
}
