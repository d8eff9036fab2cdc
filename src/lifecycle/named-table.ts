import {resolve} from 'node:path';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import type {Host} from './event.js';
import {loadManifest} from './manifest.js';
import type {SourceSection} from './manifest-schema.js';
import type {TableFile} from './source-table.js';

/** A table to look at: any file, or that of a project. */
export interface NamedTable extends TableFile {
  /** Of the project that it belongs to. */
  project?: {paths: ProjectPaths; section: SourceSection};
}

/** The file that is named, or else the table of the project that one is in, with what it derives. @throws MANIFEST_* */
export function namedTable(host: Host, file: string | undefined): NamedTable {
  if (file !== undefined) return {path: resolve(host.cwd, file), name: file};
  const paths = projectPaths(findProject(host.cwd));
  const {source: section} = loadManifest(paths);
  const {uri} = Object.values(section.tables)[0]!;
  return {path: resolve(paths.root, uri), name: uri, derive: section.derive, project: {paths, section}};
}
