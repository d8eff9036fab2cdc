import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {TypedColumn} from '../features/encode.js';
import {encoders} from '../features/encoders/registry.js';
import type {EncodedColumn} from '../features/types/feature-type.js';
import {featureTypes} from '../features/types/registry.js';
import {yamlLine} from '../project/yaml-line.js';
import type {ColumnWishes} from './manifest-schema.js';

interface Wished {
  wishes: ColumnWishes;
  type: string;
  encoded: readonly EncodedColumn[];
}

/** The keys that say something of numbers. */
const ofNumbers = ['scale', 'impute', 'indicator'] as const;

/** The keys that say something of how a type reads its values. */
const ofTypes = ['cycles', 'tfidf'] as const;

/**
 * That what is asked for can be had of what a column is encoded to.
 * @throws MANIFEST_INVALID
 */
export function checkWishes(name: string, {wishes, type, encoded}: Wished): void {
  const key = ofNumbers.find((one) => wishes[one] !== undefined);
  if (key === undefined || encoded.some(({encoding}) => encoding.kind === 'numeric')) return;
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected numbers under \`source.columns.${inline(name)}.${key}\`, but \`${inline(name)}\` is ${type}: it holds categories.`,
    {
      suggestions: [
        `Leave out \`${key}\`, or write \`${yamlLine(name, {type: 'numeric', [key]: wishes[key]!})}\` under \`source.columns\` in adl.yaml.`,
      ],
    },
  );
}

/** @throws MANIFEST_INVALID for an option that the column's type does not take */
export function checkOptions(name: string, {wishes, type}: Omit<Wished, 'encoded'>): void {
  const key = ofTypes.find((one) => wishes[one] && !featureTypes[type]!.options?.includes(one));
  if (key === undefined) return;
  const takers = Object.keys(featureTypes).filter((one) => featureTypes[one]!.options?.includes(key));
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected \`source.columns.${inline(name)}.${key}\` for a column that is ${takers.join(' or ')}, but \`${inline(name)}\` is ${type}.`,
    {
      suggestions: [
        `Leave out \`${key}\`, or write \`${yamlLine(name, {type: takers[0]!, [key]: wishes[key]!})}\` under \`source.columns\` in adl.yaml.`,
      ],
    },
  );
}

/** The values of a column of categories. @throws MANIFEST_INVALID for a column that has none to encode one by one */
export function checkEncoder(column: TypedColumn, encode: string): readonly string[] {
  const {type, name} = column;
  const values = featureTypes[type]!.dictionary?.(column);
  if (values) return values;
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected categories under \`source.columns.${inline(name)}.encode\`, but \`${inline(name)}\` is ${type}.`,
    {
      suggestions: [
        `Leave out \`encode\`, or write \`${yamlLine(name, {type: 'categorical', encode})}\` under \`source.columns\` in adl.yaml.`,
      ],
    },
  );
}

/** Numbers of one encoder: as many stand in a statement, and once more for every fold. */
const mostNumbers = 50_000;

/** @throws MANIFEST_INVALID where a number for each class and each value are too many */
export function checkTableSize(
  name: string,
  {encode, values, labels = []}: {encode: string; values: number; labels?: readonly string[] | undefined},
): void {
  const classes = labels.length > 2 ? labels.length : 1;
  if (!encoders[encode]!.ofTarget || classes * values <= mostNumbers) return;
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected at most ${mostNumbers} numbers of \`source.columns.${inline(name)}.encode: ${encode}\`, got ${classes} classes of ${values} values.`,
    {
      suggestions: [
        `Write \`${yamlLine(name, {encode: 'frequency'})}\` under \`source.columns\` in adl.yaml.`,
      ],
    },
  );
}

/** What is predicted is no input. @throws MANIFEST_INVALID */
export function checkTargetWishes(name: string, wishes: ColumnWishes): void {
  const [key] = Object.entries(wishes).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (key === undefined) return;
  throw new AdlError(
    'MANIFEST_INVALID',
    `Expected only \`type\` under \`source.columns.${inline(name)}\`, which is the target, got \`source.columns.${inline(name)}.${key}\`.`,
    {suggestions: [`Leave out \`${key}\`: it is for columns that models take.`]},
  );
}
