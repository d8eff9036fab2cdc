import {readFileSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {nearest} from '../base/nearest.js';
import {shellWord} from '../base/shell-word.js';
import {replaceFile} from '../base/whole-file.js';
import type {Database} from '../data/database.js';
import {selectRows} from '../data/select.js';
import type {Tell} from '../data/tell.js';
import {detectType} from '../features/detect.js';
import {type RankedColumn, rankTypes} from '../features/inference/ranked-column.js';
import type {TypedProfile} from '../features/profile/measured-column.js';
import {profileTable, type TableProfile} from '../features/profile/table-profile.js';
import {makeFolder, tryFolder} from '../project/folder.js';
import {makeHome} from '../project/home.js';
import type {Host, LifecycleEvent} from './event.js';
import {type NamedTable, namedTable} from './named-table.js';
import {typeColumns} from './source-columns.js';
import {step} from './source-progress.js';
import {withTable} from './source-table.js';

export interface ProfileOptions {
  /** A table of any kind that `source` reads; without it the project's. */
  file?: string | undefined;
  /** An SQL condition over a row: only rows for which it holds are looked at. */
  where?: string | undefined;
  /** What the others are compared with; the project's by default. */
  target?: string | undefined;
  page?: ProfilePage | undefined;
}

/** A page to be written of a profile. */
export interface ProfilePage {
  /** The file; by default one of the project, and none where there is no project. */
  path?: string | undefined;
  render: (profile: SourceProfile) => string;
}

export interface SourceProfile extends TableProfile {
  file: string;
  where?: string;
  target?: string;
  /** Where the page of it is. */
  page?: string;
}

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/**
 * What a table holds, in aggregates: of each column its distribution, what is missing and what lies far out; what goes
 * together, and what the target has to do with each. Values that fewer than ten rows have are not named.
 * @throws FLAG_INVALID, COLUMN_MISSING, FILE_MISSING, SOURCE_INVALID, FOLDER_UNUSABLE, MANIFEST_*
 */
export async function* sourceProfile(host: Host, options: ProfileOptions): Events<SourceProfile> {
  const table = namedTable(host, options.file);
  const path = placeOf(host, options.page, table);
  if (path !== undefined) checkPlace(path);
  const profile = yield* withTable(host, table, ({database}) => profileOf(database, table, options));
  if (path === undefined) return profile;
  if (options.page!.path === undefined) makeHome(table.project!.paths);
  else makeFolder(dirname(path));
  replaceFile(path, options.page!.render(profile));
  return {...profile, page: path};
}

function placeOf({cwd}: Host, page: ProfilePage | undefined, {project}: NamedTable): string | undefined {
  if (page?.path !== undefined) return resolve(cwd, page.path);
  return page && project?.paths.profilePage;
}

/** Before all the work is done. What is there and is no page, such as the table itself, is not written over. */
function checkPlace(path: string): void {
  const found = statSync(path, {throwIfNoEntry: false});
  if (found?.isDirectory())
    throw new AdlError('FLAG_INVALID', `Expected a file after --html, but ${path} is a folder.`, {
      suggestions: [`--html ${shellWord(join(path, 'profile.html'))}`],
    });
  if (found && !isPage(path))
    throw new AdlError(
      'FLAG_INVALID',
      `Expected a new file or a page of HTML after --html, but ${path} is something else.`,
      {
        suggestions: ['--html profile.html'],
      },
    );
  tryFolder(dirname(path));
}

function isPage(path: string): boolean {
  return /^\s*(<!doctype html|<html|$)/i.test(readFileSync(path, 'utf8').slice(0, 1000));
}

async function* profileOf(
  database: Database,
  table: NamedTable,
  {where, target = table.project?.section.target}: ProfileOptions,
): Events<SourceProfile> {
  if (where !== undefined) await selectRows(database, where);
  const relation = where === undefined ? '"adl:input"' : '"adl:selected"';
  const profile = yield* step('Looking at the columns', database, (tell) =>
    profiled(database, relation, table, target, tell),
  );
  if (target !== undefined && !profile.columns.some((column) => column.target))
    yield {
      stage: 'source',
      kind: 'warning',
      message: `Nothing could be compared with \`${inline(target)}\`: neither numbers nor categories that ten rows or more have.`,
    };
  return {
    file: table.name,
    ...(where !== undefined && {where}),
    ...(target !== undefined && {target}),
    ...profile,
  };
}

async function profiled(
  database: Database,
  relation: string,
  table: NamedTable,
  target: string | undefined,
  tell: Tell,
): Promise<TableProfile> {
  const columns = typed(await rankTypes(database, relation, tell), table);
  checkTarget(target, columns);
  return (await profileTable(database, relation, columns, target, tell)).profile;
}

/** As the project says; what it drops is looked at as well. */
function typed(ranked: readonly RankedColumn[], {project}: NamedTable): TypedProfile[] {
  if (project) return typeColumns(ranked, project.section);
  return ranked.map((column) => ({profile: column.profile, type: detectType(column).type}));
}

function checkTarget(target: string | undefined, columns: readonly TypedProfile[]): void {
  const names = columns.map(({profile}) => profile.name);
  if (target === undefined || names.includes(target)) return;
  const close = nearest(target, names);
  const listed = names.slice(0, 20).map((name) => inline(name));
  throw new AdlError(
    'COLUMN_MISSING',
    `Expected a column after --target, but there is none called \`${inline(target)}\`.`,
    {suggestions: [close ? `Did you mean \`${inline(close)}\`?` : `The columns are: ${listed.join(', ')}.`]},
  );
}
