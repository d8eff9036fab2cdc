import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import type {Json} from '../base/json.js';
import {nearest} from '../base/nearest.js';
import {moveAside} from './folder.js';
import {type JsonSchema, remedy, wantedBy} from './manifest-remedy.js';
import {lineOf, type ManifestText} from './manifest-text.js';
import {yamlLine} from './yaml-line.js';

type Path = readonly PropertyKey[];

/** What does not fit, and what would. An unknown key is told first: it is often why something else is missing. */
export function misfit(manifest: ManifestText, schema: z.ZodType, error: z.ZodError): AdlError {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) return unknownKey(manifest, schema, [...unknown.path, unknown.keys[0]!]);
  const issue = error.issues[0]!;
  const at = schemaAt(schema, issue.path);
  const wanted = /^Expected (.*)$/.exec(issue.message)?.[1] ?? wantedBy(at);
  const where = issue.path.length > 0 ? ` at \`${issue.path.join('.')}\`` : '';
  return new AdlError(
    'MANIFEST_INVALID',
    `${place(manifest, issue.path)}: expected ${wanted}${where}, got ${shown(issue.input)}.`,
    {suggestions: suggestionsFor(manifest, schema, issue)},
  );
}

/** A check of the schema's own may know better what to suggest. */
function suggestionsFor(manifest: ManifestText, schema: z.ZodType, issue: z.core.$ZodIssue): string[] {
  const said = issue.code === 'custom' ? (issue.params?.suggestions as string[] | undefined) : undefined;
  if (said) return said;
  const path = keyPath(issue.path);
  if (path.length === 0) return [moveAside(manifest.path)];
  const known = issue.code === 'custom' ? issue.params?.remedy : undefined;
  const value = known ?? remedy(schemaAt(schema, path), valueAt(manifest.values, path));
  if (value === undefined) return [correct(manifest, path)];
  const pasted = `\`${yamlLine(String(path.at(-1)), value as Json)}\``;
  if (issue.input === undefined) return [`Add ${pasted}${under(path)} in ${manifest.path}.`];
  return [`Write ${pasted} on line ${lineOf(manifest, path)} of ${manifest.path}.`];
}

function correct(manifest: ManifestText, path: Path): string {
  const line = lineOf(manifest, path);
  return line === undefined ? `Correct ${manifest.path}.` : `Correct line ${line} of ${manifest.path}.`;
}

/** Of an item in a list the key of the list. */
function keyPath(path: Path): Path {
  const at = path.findIndex((key) => typeof key === 'number');
  return at === -1 ? path : path.slice(0, at);
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], values);
}

function under(path: Path): string {
  return path.length > 1 ? ` under \`${path.slice(0, -1).join('.')}\`` : '';
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (value instanceof Uint8Array) return 'bytes';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function unknownKey(manifest: ManifestText, schema: z.ZodType, path: Path): AdlError {
  const known = Object.keys(schemaAt(schema, path.slice(0, -1))?.properties ?? {});
  const close = nearest(String(path.at(-1)), known);
  return new AdlError(
    'MANIFEST_UNKNOWN_KEY',
    `${place(manifest, path)}: there is no key \`${path.join('.')}\`.`,
    {suggestions: [close ? `Did you mean \`${close}\`?` : `Use one of: ${known.join(', ')}.`]},
  );
}

function place(manifest: ManifestText, at: Path): string {
  const line = lineOf(manifest, at);
  return line === undefined ? manifest.path : `${manifest.path}, line ${line}`;
}

function schemaAt(schema: z.ZodType, path: Path): JsonSchema | undefined {
  let level = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'}) as JsonSchema | undefined;
  for (const key of path) {
    const more = level?.additionalProperties;
    level = level?.properties?.[String(key)] ?? level?.items ?? (typeof more === 'object' ? more : undefined);
  }
  return level;
}
