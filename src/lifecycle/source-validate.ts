import {existsSync, readFileSync, statSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {AdlError} from '../base/errors.js';
import {lookup} from '../base/registry.js';
import {shellWord} from '../base/shell-word.js';
import type {RulesText} from '../prepare/dqdl/fault.js';
import {readRules} from '../prepare/validate.js';
import {type Environment, environments} from '../prepare/validation/bind.js';
import {makeHome} from '../project/home.js';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject, lookForProject} from '../project/root.js';
import type {Host, LifecycleEvent} from './event.js';
import {loadManifest} from './manifest.js';
import type {SourceSection} from './manifest-schema.js';
import {dataDigest, keepMetrics, pastMetrics, referencesIn, rulesIn} from './rules-in-project.js';
import {checkRules, rulesBroken, type ValidateResult} from './source-rules.js';
import {withTable} from './source-table.js';

export interface ValidateOptions {
  /** A table of any kind that `source` reads; without it the project's. */
  file?: string | undefined;
  /** A file with rules; without it the manifest has them. */
  rules?: string | undefined;
  /** Where it is from: `training`, if left out, or `serving`. */
  environment?: string | undefined;
  /** Where the rows that broke rules are written; of the project's table always, into `.adl`. */
  rejects?: string | undefined;
  /** Belongs to suggestions alone. */
  save?: boolean | undefined;
}

interface Project {
  paths: ProjectPaths;
  section: SourceSection;
}

/**
 * Puts the rules of the project, or of a file, to the project's table or another one.
 * @throws RULES_BROKEN with the result, where a rule of level `error` does not hold
 * @throws RULE_INVALID, FLAG_INVALID, UNKNOWN_NAME, FILE_MISSING, SOURCE_INVALID, MANIFEST_*
 */
export async function* sourceValidate(
  host: Host,
  options: ValidateOptions,
): AsyncGenerator<LifecycleEvent, ValidateResult> {
  const {file, save} = options;
  if (save)
    throw new AdlError('FLAG_INVALID', 'Expected --suggest beside --save: what is suggested is saved.', {
      suggestions: ['adl source validate --suggest --save'],
    });
  const environment = lookup<Environment>(environments, 'environment', options.environment ?? 'training');
  const project = projectOf(host, file !== undefined);
  const rules = rulesFor(host, options, project);
  const said = rejectsPath(host, options);
  const result = yield* withTable(host, tableOf(host, options, project), async function* (table) {
    const data = dataDigest(table.facts.digest, project?.section ?? {derive: {}});
    const keeps = project !== undefined && file === undefined;
    if (keeps) makeHome(project.paths);
    return yield* checkRules(
      {
        ...{host, ...table, name: nameOf(options, project), rules, environment},
        ...(project && {target: project.section.target}),
        references: project ? referencesIn(project.paths, project.section) : [],
        past: project ? pastMetrics(project.paths, data) : () => [],
        rejects: said ?? (keeps ? project.paths.rejects : undefined),
      },
      (metrics) => {
        if (keeps) keepMetrics(project.paths, data, metrics, host.now);
      },
    );
  });
  if (!result.passed) throw rulesBroken(result, `Correct the data, or the rules in ${rules.name}.`);
  return result;
}

/** Beside a file a project is of use, but need not be there. */
function projectOf(host: Host, mayBeNone: boolean): Project | undefined {
  const root = mayBeNone ? lookForProject(host.cwd) : findProject(host.cwd);
  if (root === undefined) return undefined;
  const paths = projectPaths(root);
  if (mayBeNone && !existsSync(paths.manifest)) return undefined;
  return {paths, section: loadManifest(paths).source};
}

function rulesFor(host: Host, {file, rules}: ValidateOptions, project: Project | undefined): RulesText {
  if (rules !== undefined) {
    const read = {text: textOf(resolve(host.cwd, rules), rules), name: rules};
    readRules(read);
    return read;
  }
  const own = project && rulesIn(project.paths, project.section);
  if (own) return own;
  if (project)
    throw new AdlError(
      'MANIFEST_INVALID',
      `Expected rules at \`source.rules\` in ${project.paths.manifest}, found none.`,
      {
        suggestions: ['adl source validate --suggest --save', 'adl source validate --rules RULES.dqdl'],
      },
    );
  const word = shellWord(file!);
  throw new AdlError('FLAG_INVALID', 'Expected rules for a table outside a project, got none.', {
    suggestions: [`adl source validate ${word} --rules RULES.dqdl`, `adl source validate ${word} --suggest`],
  });
}

function textOf(path: string, name: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(path));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? 'nothing' : code === 'EISDIR' ? 'a folder' : 'no text in UTF-8';
    const kind = code === 'ENOENT' ? 'FILE_MISSING' : 'RULE_INVALID';
    throw new AdlError(kind, `Expected a file with rules at ${name}, got ${found}.`, {
      suggestions: ['adl source validate --rules RULES.dqdl'],
      cause: error,
    });
  }
}

/** @throws FLAG_INVALID before any work is done */
function rejectsPath({cwd}: Host, {rejects}: ValidateOptions): string | undefined {
  if (rejects === undefined) return undefined;
  const path = resolve(cwd, rejects);
  const isFree = rejects.trim() !== '' && existsSync(dirname(path)) && !isFolder(path);
  if (isFree) return path;
  throw new AdlError(
    'FLAG_INVALID',
    `Expected --rejects to name a file in a folder that is there, got \`${rejects}\`.`,
    {
      suggestions: ['adl source validate --rejects rejects.parquet'],
    },
  );
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false;
}

function nameOf({file}: ValidateOptions, project: Project | undefined): string {
  return file ?? Object.values(project!.section.tables)[0]!.uri;
}

/** In serving nobody knows the target yet: what is derived under its name is left out. */
function tableOf(host: Host, options: ValidateOptions, project: Project | undefined) {
  const name = nameOf(options, project);
  const path = resolve(options.file === undefined ? project!.paths.root : host.cwd, name);
  if (!project) return {path, name};
  const {derive, target} = project.section;
  const kept = Object.entries(derive).filter(
    ([column]) => options.environment !== 'serving' || column !== target,
  );
  return {path, name, derive: Object.fromEntries(kept)};
}
