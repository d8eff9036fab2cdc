import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {ColumnProfile} from '../data/profile.js';
import type {SplitOptions} from '../data/split.js';
import {splitters} from '../data/splits/registry.js';
import type {TaskKind} from '../data/target.js';
import {yamlLine} from '../project/yaml-line.js';
import type {SourceSection} from './manifest-schema.js';
import type {SplitSection} from './split-schema.js';

/** The columns that say how rows are split, with the keys of the manifest that name them. */
export function splitKeys({group = [], time, column}: SplitSection): {key: string; name: string}[] {
  return [
    ...[group].flat().map((name) => ({key: 'group', name})),
    ...(time === undefined ? [] : [{key: 'time', name: time}]),
    ...(column === undefined ? [] : [{key: 'column', name: column}]),
  ];
}

/** Whether a column says how rows are split and is therefore not learned from. A person's word for its type keeps it. */
export function isSplitAlone(name: string, {split, columns}: SourceSection): boolean {
  if (splitters[split.by]!.keepsKeys || columns[name]?.type !== undefined) return false;
  return splitKeys(split).some((one) => one.name === name);
}

/** @throws MANIFEST_INVALID where the rows are split by what is to be predicted */
export function checkSplitTarget({split, target}: SourceSection): void {
  const key = splitKeys(split).find(({name}) => name === target)?.key;
  if (key === undefined) return;
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected \`source.split.${key}\` to name another column than the target, got \`${inline(target)}\`.`,
    {suggestions: [`Write \`${yamlLine('split', {by: 'stratified'})}\` under \`source\` in adl.yaml.`]},
  );
}

/** What the manifest says of the split, with what was found of the columns that it names. */
export function splitOptions(
  {test, validation, by, seed, gap, folds, fold = 0, ...named}: SplitSection,
  profiles: readonly ColumnProfile[],
  task: TaskKind,
): SplitOptions {
  const names = splitKeys({test, validation, by, seed, ...named}).map(({name}) => name);
  const keys = names.map((name) => profiles.find((profile) => profile.name === name)!);
  return {
    ...{by, test, validation, seed, task, keys},
    ...(gap !== undefined && {gap}),
    ...(folds !== undefined && {folds: {count: folds, validation: fold}}),
  };
}
