import {existsSync} from 'node:fs';
import {basename, isAbsolute, relative, resolve} from 'node:path';
import {AdlError} from '../base/errors.js';
import {shellWord} from '../base/shell-word.js';
import {editManifest, type ManifestChange} from '../project/edit-manifest.js';
import {readManifestText} from '../project/manifest.js';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject, lookForProject} from '../project/root.js';
import type {Host} from './event.js';
import {isUnbegun, loadManifest, type Manifest} from './manifest.js';

export interface SourceOptions {
  /** A table to read; its project is made where there is none. */
  file?: string;
  /** The column to predict. */
  target?: string;
  /** The fold to validate on, from 0, where the manifest asks for folds. */
  fold?: number;
}

/** What the source stage is to do: a manifest, and its text where that is not written yet. */
export interface SourceRequest {
  paths: ProjectPaths;
  manifest: Manifest;
  file: string;
  uri: string;
  text?: string;
  /** What to type, with `--target`, to predict something else. */
  command: string;
}

/** @throws MANIFEST_MISSING, FLAG_INVALID, and what reading a manifest throws */
export function readRequest(host: Host, options: SourceOptions): SourceRequest {
  const root =
    options.file === undefined ? findProject(host.cwd) : (lookForProject(host.cwd) ?? resolve(host.cwd));
  const paths = projectPaths(root);
  const written = existsSync(paths.manifest) ? readManifestText(paths.manifest) : undefined;
  const isNew = written === undefined || isUnbegun(written);
  if (isNew && options.file !== undefined && options.target === undefined) throw targetUnsaid(options.file);
  if (isNew && options.fold !== undefined) throw foldUnknown(options.fold);
  const changes =
    isNew && options.file !== undefined
      ? beginning(host, root, options, written)
      : updates(host, paths, options);
  const text = changes.length > 0 ? editManifest(written ?? '', changes) : undefined;
  const manifest = loadManifest(paths, text);
  const {uri} = Object.values(manifest.source.tables)[0]!;
  const command = written === undefined ? `adl source ${shellWord(options.file!)}` : 'adl source';
  return {paths, manifest, file: resolve(root, uri), uri, command, ...(text !== undefined && {text})};
}

/** A new manifest holds what was said, and nothing that is a default. */
function beginning(
  host: Host,
  root: string,
  {file, target}: SourceOptions,
  written: string | undefined,
): ManifestChange[] {
  const name = tableName(file!);
  return [
    ...(written === undefined ? [{path: ['project'], value: name}] : []),
    {path: ['source', 'tables', name, 'uri'], value: uriOf(host, root, file!)},
    {path: ['source', 'target'], value: target!},
  ];
}

function updates(host: Host, paths: ProjectPaths, {file, target, fold}: SourceOptions): ManifestChange[] {
  if (file === undefined && target === undefined && fold === undefined) return [];
  const {source} = loadManifest(paths);
  const [name, table] = Object.entries(source.tables)[0]!;
  const uri = file === undefined ? table.uri : uriOf(host, paths.root, file);
  return [
    ...(uri === table.uri ? [] : [{path: ['source', 'tables', name, 'uri'], value: uri}]),
    ...(target === undefined || target === source.target
      ? []
      : [{path: ['source', 'target'], value: target}]),
    ...(fold === undefined || fold === source.split.fold ? [] : [foldChange(fold, source.split.folds)]),
  ];
}

function foldChange(fold: number, folds: number | undefined): ManifestChange {
  if (folds === undefined || fold >= folds) throw foldUnknown(fold, folds);
  return {path: ['source', 'split', 'fold'], value: fold};
}

/**
 * Relative to the project, so that both can be moved, with slashes everywhere; a file elsewhere that was named by its
 * whole path stays so named.
 */
function uriOf(host: Host, root: string, file: string): string {
  const path = relative(root, resolve(host.cwd, file));
  const isElsewhere = isAbsolute(path) || (path.startsWith('..') && isAbsolute(file));
  return isElsewhere ? resolve(file) : path.replaceAll('\\', '/');
}

function tableName(file: string): string {
  const name = basename(file)
    .replace(/\..*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return name || 'table';
}

function foldUnknown(fold: number, folds?: number): AdlError {
  const [expected, suggestion] =
    folds === undefined
      ? ['folds in adl.yaml', 'Write `split: {folds: 5}` under `source` in adl.yaml.']
      : [`a fold from 0 to ${folds - 1}`, `adl source --fold ${folds - 1}`];
  return new AdlError(
    'FLAG_INVALID',
    `Expected ${expected} for \`--fold\`, got ${folds === undefined ? 'none' : fold}.`,
    {
      suggestions: [suggestion],
    },
  );
}

function targetUnsaid(file: string): AdlError {
  return new AdlError('FLAG_INVALID', 'Expected the column to predict, got a file alone.', {
    suggestions: [`adl source ${shellWord(file)} --target COLUMN`],
  });
}
