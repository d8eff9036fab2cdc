import {resolve} from 'node:path';
import {digest} from '../base/hash.js';
import type {RulesText} from '../prepare/dqdl/fault.js';
import {readRules} from '../prepare/validate.js';
import {type KeptMetrics, pastOf} from '../prepare/validation/past.js';
import {openJournal, readJournal} from '../project/journal.js';
import {readManifestText} from '../project/manifest.js';
import type {ProjectPaths} from '../project/paths.js';
import {textPlace} from '../project/text-place.js';
import type {SourceSection} from './manifest-schema.js';

/** Another table that rules compare with. */
export interface ReferenceFile {
  name: string;
  path: string;
  uri: string;
}

/** The rules of a manifest, and where they stand in it; undefined where it has none. @throws RULE_INVALID */
export function rulesIn(
  {manifest}: ProjectPaths,
  {rules: text}: SourceSection,
  written: string = readManifestText(manifest),
): RulesText | undefined {
  if (text === undefined) return undefined;
  const place = textPlace(manifest, written, ['source', 'rules']);
  const rules = place ? {text, name: manifest, ...place} : {text, name: `\`source.rules\` in ${manifest}`};
  readRules(rules);
  return rules;
}

/** The tables that a manifest's rules compare with. */
export function referencesIn({root}: ProjectPaths, {references = {}}: SourceSection): ReferenceFile[] {
  return Object.entries(references).map(([name, {uri}]) => ({name, uri, path: resolve(root, uri)}));
}

/** What metrics were in earlier validations of a project, but for those of the same data, the latest first. */
export function pastMetrics({metrics}: ProjectPaths, data: string): (metric: string) => number[] {
  const kept = readJournal(metrics).map(({at, digest: own, metrics: found}) => ({
    ...{time: at, digest: String(own), metrics: found as KeptMetrics['metrics']},
  }));
  return pastOf(kept, data);
}

/** Adds a validation to the history of a project. */
export function keepMetrics(
  {metrics: path}: ProjectPaths,
  data: string,
  metrics: Record<string, number>,
  now: () => number,
): void {
  openJournal(path, now).append('validation', {digest: data, metrics});
}

/** What stands for the data that rules look at: a derived column changes with its SQL. */
export function dataDigest(file: string, {derive}: Pick<SourceSection, 'derive'>): string {
  return digest({file, derive});
}
