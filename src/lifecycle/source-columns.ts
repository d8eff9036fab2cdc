import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {nearest} from '../base/nearest.js';
import {shellWord} from '../base/shell-word.js';
import {datetimeLayouts} from '../data/datetime-layouts.js';
import type {ColumnProfile} from '../data/profile.js';
import type {TaskKind} from '../data/target.js';
import {type DetectedType, detectType} from '../features/detect.js';
import type {RankedColumn} from '../features/inference/ranked-column.js';
import {featureTypes} from '../features/types/registry.js';
import {yamlLine} from '../project/yaml-line.js';
import type {ColumnWishes, SourceSection} from './manifest-schema.js';
import {checkTargetWishes} from './source-wishes.js';
import {checkSplitTarget, isSplitAlone, splitKeys} from './split-keys.js';

export interface SourceColumn extends DetectedType {
  profile: ColumnProfile;
  role: 'feature' | 'target' | 'dropped' | 'left-out';
  /** What the manifest says of how models see it. */
  wishes: ColumnWishes;
}

/**
 * The type and the role of every column.
 * @throws TARGET_MISSING, COLUMN_MISSING, MANIFEST_INVALID
 */
export function typeColumns(ranked: readonly RankedColumn[], section: SourceSection): SourceColumn[] {
  checkNames(
    ranked.map(({profile}) => profile.name),
    section,
  );
  return ranked.map((column): SourceColumn => {
    const {profile} = column;
    const {type: said, ...wishes} = section.columns[profile.name] ?? {};
    if (said !== undefined) checkFit(profile, said, profile.name === section.target);
    if (profile.name === section.target) checkTargetWishes(profile.name, wishes);
    const detected = detectType(column, said);
    const role = roleOf(profile.name, detected.type, section);
    const isSplit = role === 'left-out' && isSplitAlone(profile.name, section);
    return {...detected, ...(isSplit && {reason: 'It says how the rows are split.'}), profile, wishes, role};
  });
}

/** @throws SOURCE_INVALID where there is no column to learn from */
export function checkFeatures(columns: readonly SourceColumn[]): void {
  if (!columns.some(({role}) => role === 'feature')) throw nothingToLearnFrom(columns);
}

function nothingToLearnFrom(columns: readonly SourceColumn[]): AdlError {
  const left = columns.filter(({role}) => role === 'left-out');
  const reasons = left
    .slice(0, 3)
    .map(({profile, type, reason}) => `\`${inline(profile.name)}\` is ${type}: ${reason}`);
  const expected = 'Expected a column to learn from, but each one is the target, dropped or left out.';
  const [first] = left.filter(({profile}) => profile.distinct > 1);
  const remedy = first
    ? `Write \`${yamlLine('columns', {[first.profile.name]: {type: 'categorical'}})}\` under \`source\` in adl.yaml.`
    : 'Add columns to the table, or drop less of them in adl.yaml.';
  return new AdlError('SOURCE_INVALID', [expected, ...reasons].join(' '), {suggestions: [remedy]});
}

/** What to type to predict another column, of the first few that can be. */
export function otherTargets(columns: readonly SourceColumn[], command: string): string[] {
  return columns
    .filter(({role, profile}) => role === 'feature' && profile.distinct > 1)
    .slice(0, 3)
    .map(({profile}) => `${command} --target ${shellWord(profile.name)}`);
}

/** What a person's word for the target's type makes of the task. */
export function saidTask(section: SourceSection): TaskKind | undefined {
  const said = section.columns[section.target]?.type;
  if (said === undefined) return undefined;
  return said === 'numeric' ? 'regression' : 'classification';
}

function roleOf(name: string, type: string, section: SourceSection): SourceColumn['role'] {
  if (name === section.target) return 'target';
  if (section.drop.includes(name)) return 'dropped';
  if (isSplitAlone(name, section)) return 'left-out';
  return featureTypes[type]!.usable ? 'feature' : 'left-out';
}

function checkNames(names: readonly string[], section: SourceSection): void {
  const {target, drop, columns, split} = section;
  if (!names.includes(target)) throw missing('TARGET_MISSING', 'source.target', target, names);
  for (const name of drop)
    if (!names.includes(name)) throw missing('COLUMN_MISSING', 'source.drop', name, names);
  for (const name of Object.keys(columns))
    if (!names.includes(name)) throw missing('COLUMN_MISSING', 'source.columns', name, names);
  for (const {key, name} of splitKeys(split))
    if (!names.includes(name)) throw missing('COLUMN_MISSING', `source.split.${key}`, name, names);
  checkSplitTarget(section);
  const withoutTarget = yamlLine(
    'drop',
    drop.filter((name) => name !== target),
  );
  if (drop.includes(target))
    throw new AdlError(
      'MANIFEST_INVALID',
      `\`source.drop\` names the target, \`${inline(target)}\`, which cannot be dropped.`,
      {suggestions: [`Write \`${withoutTarget}\` under \`source\` in adl.yaml.`]},
    );
}

const mostListed = 20;

function missing(
  code: 'TARGET_MISSING' | 'COLUMN_MISSING',
  key: string,
  name: string,
  names: readonly string[],
): AdlError {
  const close = nearest(name, names);
  const listed = names.slice(0, mostListed).map((one) => inline(one));
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  return new AdlError(
    code,
    `Expected \`${key}\` to name a column, but there is none called \`${inline(name)}\`.`,
    {
      suggestions: [
        close ? `Did you mean \`${inline(close)}\`?` : `The columns are: ${listed.join(', ')}${more}.`,
      ],
    },
  );
}

function checkFit(profile: ColumnProfile, said: string, isTarget: boolean): void {
  const {raw} = profile;
  const isPredictable = said === 'numeric' || said === 'categorical';
  if (isTarget && !isPredictable)
    throw unfit(profile, said, 'but what is predicted is numeric or categorical', ['numeric', 'categorical']);
  const share = featureTypes[said]!.readable(profile);
  if (raw === 'string' && share === 0 && profile.distinct > 0) {
    const layouts = `Known layouts of days: ${Object.keys(datetimeLayouts).join(', ')}.`;
    throw unfit(
      profile,
      said,
      'but no value can be read as such',
      ['categorical', 'sentence'],
      [...(said === 'datetime' ? [layouts] : [])],
    );
  }
  if (!featureTypes[said]!.accepts.includes(raw))
    throw unfit(profile, said, 'which needs text; the column holds numbers', typesFor(raw));
}

function unfit(
  {name}: ColumnProfile,
  said: string,
  why: string,
  fitting: readonly string[],
  more: readonly string[] = [],
): AdlError {
  const write = `Write \`${yamlLine(name, {type: fitting[0]!})}\` under \`source.columns\` in adl.yaml`;
  const others = fitting.slice(1).join(', ');
  return new AdlError('MANIFEST_INVALID', `\`source.columns.${inline(name)}.type\` is ${said}, ${why}.`, {
    suggestions: [...more, others ? `${write}; it may also be ${others}.` : `${write}.`],
  });
}

function typesFor(raw: ColumnProfile['raw']): string[] {
  return Object.keys(featureTypes).filter((name) => featureTypes[name]!.accepts.includes(raw));
}
