import {readFileSync} from 'node:fs';
import {type Document, isMap, LineCounter, parseDocument} from 'yaml';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';

type Path = readonly PropertyKey[];

interface Source {
  path: string;
  document: Document;
  lines: LineCounter;
}

/** The text of the manifest. @throws MANIFEST_INVALID */
export function readManifestText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AdlError('MANIFEST_INVALID', `Expected a file at ${path}: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/**
 * The manifest, checked. The schema is a parameter: this shelf knows how a manifest is kept, not what is in it.
 * @throws MANIFEST_SYNTAX, MANIFEST_UNKNOWN_KEY, MANIFEST_INVALID, each with the line
 */
export function checkManifest<Schema extends z.ZodType>(
  path: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  const source = parseManifest(path, text);
  const checked = schema.safeParse(valuesOf(source) ?? {});
  if (checked.success) return checked.data;
  throw firstFailure(source, schema, checked.error);
}

/** Text of a few lines can stand for more values than there is room for, by references to references. */
function valuesOf({path, document}: Source): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new AdlError('MANIFEST_SYNTAX', `Expected plain YAML in ${path}: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** The keys at the top of a manifest that have something after them; undefined for text that is no map of YAML. */
export function keysWithin(text: string): string[] | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) return [];
  if (!isMap(document.contents)) return undefined;
  return document.contents.items
    .map(({key}) => String(key))
    .filter((key) => (document.get(key) ?? null) !== null);
}

function parseManifest(path: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
  const [error] = document.errors;
  if (!error) return {path, document, lines};
  const {line, col} = lines.linePos(error.pos[0]);
  throw new AdlError(
    'MANIFEST_SYNTAX',
    `Expected YAML in ${path}, line ${line}, column ${col}: ${error.message}`,
    {
      suggestions: [`Correct line ${line} of ${path}.`],
      cause: error,
    },
  );
}

/** An unknown key is told before anything else: it is often why something else is missing. */
function firstFailure(source: Source, schema: z.ZodType, error: z.ZodError): AdlError {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) return unknownKey(source, schema, unknown.path, unknown.keys[0]!);
  const issue = error.issues[0]!;
  const where = issue.path.length === 0 ? 'the manifest' : `\`${issue.path.join('.')}\``;
  return new AdlError(
    'MANIFEST_INVALID',
    `${place(source, issue.path)}: ${where} does not fit. ${issue.message}.`,
  );
}

function unknownKey(source: Source, schema: z.ZodType, parent: Path, key: string): AdlError {
  const known = knownKeys(schema, parent);
  const close = nearest(key, known);
  const suggestion = close ? `Did you mean \`${close}\`?` : `Use one of: ${known.join(', ')}.`;
  const full = [...parent, key].join('.');
  return new AdlError(
    'MANIFEST_UNKNOWN_KEY',
    `${place(source, [...parent, key])}: there is no key \`${full}\`.`,
    {
      suggestions: [suggestion],
    },
  );
}

function place({path, document, lines}: Source, at: Path): string {
  const line = lineOf(document, lines, at);
  return line === undefined ? path : `${path}, line ${line}`;
}

/** The line of the deepest part of a path that is in the file. */
function lineOf(document: Document, lines: LineCounter, at: Path): number | undefined {
  for (let depth = at.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(at.slice(0, depth - 1), true);
    if (!isMap(parent)) continue;
    const pair = parent.items.find(({key}) => String(key) === String(at[depth - 1]));
    const range = (pair?.key as {range?: [number, number, number]} | undefined)?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return undefined;
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
}

/** The keys that a schema knows under a path. */
function knownKeys(schema: z.ZodType, parent: Path): string[] {
  let level: JsonSchema | undefined = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  for (const key of parent) {
    const more: JsonSchema | boolean | undefined = level?.additionalProperties;
    level = level?.properties?.[String(key)] ?? level?.items ?? (typeof more === 'object' ? more : undefined);
  }
  return Object.keys(level?.properties ?? {});
}
