import {resolve} from 'node:path';
import {AdlError} from '../base/errors.js';
import {replaceFile} from '../base/whole-file.js';
import {addRules, rulesText} from '../prepare/dqdl/add-rules.js';
import {ruleWords} from '../prepare/rules/registry.js';
import {suggestRules} from '../prepare/suggest.js';
import type {Suggestion} from '../prepare/suggesting/suggesters.js';
import {analyzerWords} from '../prepare/validation/analyzers.js';
import {editManifest} from '../project/edit-manifest.js';
import {readManifestText} from '../project/manifest.js';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import type {Host, LifecycleEvent} from './event.js';
import {loadManifest} from './manifest.js';
import type {SourceSection} from './manifest-schema.js';
import {rulesIn} from './rules-in-project.js';
import {step} from './source-progress.js';
import {withTable} from './source-table.js';

export interface SuggestOptions {
  /** A table of any kind that `source` reads; without it the project's. */
  file?: string | undefined;
  /** Whether the rules are written into the manifest. */
  save?: boolean | undefined;
  /** Belong to rules that are checked. */
  rules?: string | undefined;
  rejects?: string | undefined;
}

export interface SuggestResult {
  file: string;
  suggestions: Suggestion[];
  /** All of them, to be kept in a file. */
  rules: string;
  /** The manifest that they were written into. */
  saved: string | null;
}

/**
 * Rules that a table keeps, with what shows each. Saved, they are added to those that the manifest has.
 * @throws FLAG_INVALID, FILE_MISSING, SOURCE_INVALID, RULE_INVALID, MANIFEST_*
 */
export async function* sourceSuggest(
  host: Host,
  {file, save = false, rules: given, rejects}: SuggestOptions,
): AsyncGenerator<LifecycleEvent, SuggestResult> {
  if (given !== undefined || rejects !== undefined)
    throw new AdlError(
      'FLAG_INVALID',
      'Expected --suggest without --rules and --rejects: it checks no rules.',
      {
        suggestions: ['adl source validate --suggest'],
      },
    );
  if (file !== undefined && save)
    throw new AdlError(
      'FLAG_INVALID',
      'Expected --save without a file: rules are kept in the adl.yaml of a project.',
      {
        suggestions: ['adl source validate --suggest --save'],
      },
    );
  const project = file === undefined ? projectHere(host) : undefined;
  const name = file ?? Object.values(project!.section.tables)[0]!.uri;
  const path = resolve(project?.paths.root ?? host.cwd, name);
  const derive = project?.section.derive ?? {};
  const suggestions = yield* withTable(host, {path, name, derive}, ({database}) =>
    step('Looking for what every row keeps', database, () => suggestRules(database, '"adl:input"')),
  );
  const rules = suggestions.map(({rule}) => rule);
  const saved = project && save && rules.length > 0 ? saveRules(project, rules) : null;
  return {file: name, suggestions, rules: rulesText(rules), saved};
}

interface Project {
  paths: ProjectPaths;
  section: SourceSection;
}

function projectHere({cwd}: Host): Project {
  const paths = projectPaths(findProject(cwd));
  return {paths, section: loadManifest(paths).source};
}

function saveRules({paths, section}: Project, rules: readonly string[]): string {
  const had = rulesIn(paths, section);
  const words = {rules: ruleWords, analyzers: analyzerWords};
  const text = had ? addRules(had, rules, words) : rulesText(rules);
  const change = {path: ['source', 'rules'], value: text};
  replaceFile(paths.manifest, editManifest(readManifestText(paths.manifest), [change]));
  return paths.manifest;
}
