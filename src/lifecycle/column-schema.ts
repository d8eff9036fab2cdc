import {z} from 'zod';
import {encoders} from '../features/encoders/registry.js';
import {imputers} from '../features/imputers/registry.js';
import {scalers} from '../features/scalers/registry.js';
import {featureTypes} from '../features/types/registry.js';
import {nameIn} from './name-in.js';

/** What a 32-bit float can hold. */
const largest = 3.4028234663852886e38;

/** `source.columns.NAME`: what a person says of a column. */
export const columnSchema = z
  .strictObject({
    type: nameIn(featureTypes, 'feature type').optional(),
    /** Of days: sine and cosine of month, weekday and hour instead of codes. */
    cycles: z.boolean().optional(),
    /** Of sentences: TF-IDF instead of how often each known word occurs. */
    tfidf: z.boolean().optional(),
    /** Of categories: as what models see them. */
    encode: nameIn(encoders, 'encoder').optional(),
    /** Of numbers: what becomes of them before a model takes them. */
    scale: nameIn(scalers, 'scaler').optional(),
    /** How many, for the scalers that make bins; 5 if left out. */
    bins: z
      .int()
      .min(2)
      .max(64)
      .optional()
      .meta({examples: [5]}),
    /** Of numbers: what stands for a missing one. */
    impute: nameIn(imputers, 'imputer').optional(),
    /** What `impute: constant` puts in. */
    value: z
      .number()
      .min(-largest)
      .max(largest)
      .optional()
      .meta({examples: [0]}),
    /** Whether models are told which numbers were missing; if left out, where training rows lack some. */
    indicator: z.boolean().optional(),
  })
  .superRefine((column, context) => {
    if (context.issues.length > 0) return;
    const misfit = wishMisfit(column);
    if (!misfit) return;
    const {path, expected, suggestion} = misfit;
    context.addIssue({
      ...{code: 'custom', path: [path], message: `Expected ${expected}`, input: column[path]},
      params: {suggestions: [suggestion]},
    });
  })
  .meta({textFor: 'type'});
export type ColumnSection = z.output<typeof columnSchema>;

interface WishMisfit {
  path: 'bins' | 'value' | 'impute';
  expected: string;
  suggestion: string;
}

/** Options of scalers and imputers stand beside their names, and only there. */
function wishMisfit({scale, bins, impute, value}: ColumnSection): WishMisfit | undefined {
  if (bins !== undefined && !(scale && scalers[scale]!.binned))
    return {
      path: 'bins',
      expected: 'a scaler that makes bins beside `bins`',
      suggestion: `Write \`scale: ${namesWhere(scalers, ({binned}) => binned)[0]}\`, or leave out \`bins\`.`,
    };
  const isValued = impute !== undefined && imputers[impute]!.valued;
  if (value !== undefined && !isValued)
    return {
      path: 'value',
      expected: 'an imputer that takes one beside `value`',
      suggestion: `Write \`impute: ${namesWhere(imputers, ({valued}) => valued)[0]}\`, or leave out \`value\`.`,
    };
  if (isValued && value === undefined)
    return {
      path: 'impute',
      expected: `\`value\` beside \`impute: ${impute}\``,
      suggestion: `Write \`value: 0\` beside it, or another imputer: ${namesWhere(imputers, ({valued}) => !valued).join(', ')}.`,
    };
  return undefined;
}

function namesWhere<Entry>(registry: Readonly<Record<string, Entry>>, fits: (entry: Entry) => boolean) {
  return Object.keys(registry).filter((name) => fits(registry[name]!));
}
