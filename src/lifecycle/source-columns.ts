import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import {datetimeLayouts} from '../data/datetime-layouts.js';
import type {ColumnProfile} from '../data/profile.js';
import type {TaskKind} from '../data/target.js';
import {type DetectedType, detectType} from '../features/detect.js';
import {featureTypes} from '../features/types/registry.js';
import type {SourceSection} from './manifest-schema.js';

export interface SourceColumn extends DetectedType {
  profile: ColumnProfile;
  role: 'feature' | 'target' | 'dropped' | 'left-out';
}

/**
 * The type and the role of every column.
 * @throws TARGET_MISSING, COLUMN_MISSING, MANIFEST_INVALID
 */
export function typeColumns(profiles: readonly ColumnProfile[], section: SourceSection): SourceColumn[] {
  checkNames(
    profiles.map(({name}) => name),
    section,
  );
  return profiles.map((profile): SourceColumn => {
    const said = section.columns[profile.name]?.type;
    if (said !== undefined) checkFit(profile, said, profile.name === section.target);
    const detected = detectType(profile, said);
    return {...detected, profile, role: roleOf(profile.name, detected.type, section)};
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
    .map(({profile, type, reason}) => `\`${profile.name}\` is ${type}: ${reason}`);
  const first = left[0]?.profile.name;
  return new AdlError(
    'SOURCE_INVALID',
    ['Expected a column to learn from, but each one is the target, dropped or left out.', ...reasons].join(
      ' ',
    ),
    {
      suggestions:
        first === undefined
          ? ['Drop less in adl.yaml.']
          : [
              `Say in adl.yaml what a column is: \`source.columns: {${JSON.stringify(first)}: {type: categorical}}\`.`,
            ],
    },
  );
}

/** What a person's word for the target's type makes of the task. */
export function saidTask(section: SourceSection): TaskKind | undefined {
  const said = section.columns[section.target]?.type;
  if (said === undefined) return undefined;
  return said === 'numeric' ? 'regression' : 'classification';
}

function roleOf(name: string, type: string, {target, drop}: SourceSection): SourceColumn['role'] {
  if (name === target) return 'target';
  if (drop.includes(name)) return 'dropped';
  return featureTypes[type]!.usable ? 'feature' : 'left-out';
}

function checkNames(names: readonly string[], {target, drop, columns}: SourceSection): void {
  if (!names.includes(target)) throw missing('TARGET_MISSING', 'source.target', target, names);
  for (const name of drop)
    if (!names.includes(name)) throw missing('COLUMN_MISSING', 'source.drop', name, names);
  for (const name of Object.keys(columns))
    if (!names.includes(name)) throw missing('COLUMN_MISSING', 'source.columns', name, names);
  if (drop.includes(target))
    throw new AdlError(
      'MANIFEST_INVALID',
      `\`source.drop\` names the target, \`${target}\`, which cannot be dropped.`,
    );
}

function missing(
  code: 'TARGET_MISSING' | 'COLUMN_MISSING',
  key: string,
  name: string,
  names: readonly string[],
): AdlError {
  const close = nearest(name, names);
  return new AdlError(code, `Expected \`${key}\` to name a column, but there is none called \`${name}\`.`, {
    suggestions: [close ? `Did you mean \`${close}\`?` : `The columns are: ${names.join(', ')}.`],
  });
}

function checkFit(profile: ColumnProfile, said: string, isTarget: boolean): void {
  const {name, raw} = profile;
  if (isTarget && said !== 'numeric' && said !== 'categorical')
    throw new AdlError(
      'MANIFEST_INVALID',
      `\`${name}\` is the target: its type is numeric or categorical, not ${said}.`,
    );
  const unread =
    said === 'datetime' ? profile.datetimeShare === 0 : said === 'numeric' && profile.numericShare === 0;
  if (raw === 'string' && unread && profile.distinct > 0)
    throw new AdlError(
      'MANIFEST_INVALID',
      `\`source.columns.${name}.type\` is ${said}, but no value can be read as such.`,
      {
        suggestions: [
          said === 'datetime'
            ? `Known layouts: ${Object.keys(datetimeLayouts).join(', ')}.`
            : 'Use one of: categorical, sentence.',
        ],
      },
    );
  if (featureTypes[said]!.accepts.includes(raw)) return;
  throw new AdlError(
    'MANIFEST_INVALID',
    `\`source.columns.${name}.type\` is ${said}, which needs text; the column holds numbers.`,
    {suggestions: [`Use one of: ${typesFor(raw).join(', ')}.`]},
  );
}

function typesFor(raw: ColumnProfile['raw']): string[] {
  return Object.keys(featureTypes).filter((name) => featureTypes[name]!.accepts.includes(raw));
}
