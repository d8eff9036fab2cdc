import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Json} from '../base/json.js';
import {replaceFile} from '../base/whole-file.js';
import type {Database} from '../data/database.js';
import type {TaskKind} from '../data/target.js';
import type {Tell} from '../data/tell.js';
import {type FoundLeak, findLeaks} from '../prepare/find-leaks.js';
import type {LeakColumn} from '../prepare/leakage/leak-check.js';
import {leakChecks} from '../prepare/leakage/registry.js';
import {yamlLine} from '../project/yaml-line.js';
import type {LifecycleEvent} from './event.js';
import type {SourceSection} from './manifest-schema.js';
import type {SourceColumn} from './source-columns.js';
import {splitKeys} from './split-keys.js';

/** What a check found, as `--json` has it. */
export type Leakage = Pick<FoundLeak, 'check' | 'columns' | 'evidence' | 'message'>;

/** Of what one check found, this much is told; `--json` has all. */
const mostTold = 5;

/** Looks at the rows as they are split for what would make a model seem better than it is. */
export function leaksOf(
  database: Database,
  columns: readonly SourceColumn[],
  task: TaskKind,
  section: SourceSection,
  tell: Tell,
): Promise<FoundLeak[]> {
  const withRole = (wanted: SourceColumn['role']) =>
    columns
      .filter(({role}) => role === wanted)
      .map(
        ({profile, type}): LeakColumn => ({
          ...{profile, type, said: section.columns[profile.name]?.type !== undefined},
        }),
      );
  const table = {
    ...{database, features: withRole('feature'), leftOut: withRole('left-out')},
    ...{target: section.target, task, isRandom: splitKeys(section.split).length === 0},
  };
  return findLeaks(table, tell);
}

/** One warning for each check that found something, with what to write into the manifest. */
export function* leakWarnings(
  leaks: readonly FoundLeak[],
  section: SourceSection,
  columns: readonly SourceColumn[],
): Generator<LifecycleEvent> {
  const features = columns.filter(({role}) => role === 'feature').map(({profile}) => profile.name);
  for (const check of new Set(leaks.map((leak) => leak.check))) {
    const found = leaks.filter((leak) => leak.check === check);
    const more = found.length - mostTold;
    const lines = [
      ...found.slice(0, mostTold).map(({message}) => message),
      ...(more > 0 ? [`And ${more} more like it: adl source --json`] : []),
      leakChecks[check]!.advice,
      ...remedy(found, section, features),
    ];
    yield {stage: 'source', kind: 'warning', message: lines.join('\n')};
  }
}

/** To be pasted as it is: it holds what the manifest has there already. Something has to be left to learn from. */
function remedy(
  leaks: readonly FoundLeak[],
  {drop, split}: SourceSection,
  features: readonly string[],
): string[] {
  const columns = leaks.flatMap(({remedy}) => (remedy && 'drop' in remedy ? remedy.drop : []));
  const way = leaks.find(({remedy}) => remedy && 'split' in remedy)?.remedy;
  const write = (what: string, line: string) => `To ${what}, write \`${line}\` under \`source\` in adl.yaml.`;
  if (way && 'split' in way) return [write('split so', yamlLine('split', {...saidOf(split), ...way.split}))];
  if (columns.length === 0 || features.every((name) => columns.includes(name))) return [];
  const what = new Set(columns).size > 1 ? 'leave them out' : 'leave it out';
  return [write(what, yamlLine('drop', [...new Set([...drop, ...columns])]))];
}

/** What a split says besides the way and its columns, where that is not what it would be anyway. */
function saidOf({test, validation, seed, folds, fold}: SourceSection['split']): Record<string, Json> {
  const said = {test, validation, seed, folds, fold};
  const usual: Record<string, unknown> = {test: 0.2, validation: 0.2, seed: 0};
  return Object.fromEntries(
    Object.entries(said).filter(([key, value]) => value !== undefined && value !== usual[key]),
  ) as Record<string, Json>;
}

/** Kept beside a snapshot, which is the same with or without it. */
export function keepLeaks(snapshot: string, leaks: readonly FoundLeak[]): void {
  const kept = leaks.map(
    ({check, columns, evidence, message}): Leakage => ({check, columns, evidence, message}),
  );
  replaceFile(join(snapshot, 'leakage.json'), `${JSON.stringify(kept, null, 1)}\n`);
}

/** What was kept; nothing where it was not. */
export function readLeaks(snapshot: string): Leakage[] {
  const path = join(snapshot, 'leakage.json');
  if (!existsSync(path)) return [];
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Leakage[];
  } catch {
    return [];
  }
}
