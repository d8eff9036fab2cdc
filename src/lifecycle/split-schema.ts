import {z} from 'zod';
import {splitters} from '../data/splits/registry.js';
import type {SplitOption} from '../data/splits/splitter.js';
import {nameIn} from './name-in.js';

const share = z.number().gt(0).lt(1);
const columnName = z.string().min(1);
/** The shares, where nobody says others. */
const usual = 0.2;

const columnsExpected = 'Expected a column, or a list of columns';
const gapExpected = 'Expected a time such as 12h, 7d or 2w, or a number';

const keys = z.strictObject({
  test: share.default(usual),
  validation: share.default(usual),
  by: nameIn(splitters, 'way to split').default('stratified'),
  seed: z.int().min(0).default(0),
  /** One column or several, of which equal values stay together. */
  group: z
    .union([z.string(), z.array(z.string())], columnsExpected)
    .refine((names) => names.length > 0 && ![names].flat().includes(''), columnsExpected)
    .optional()
    .meta({examples: ['COLUMN']}),
  time: columnName.optional().meta({examples: ['COLUMN']}),
  gap: z
    .union([z.number(), z.string()], gapExpected)
    .refine((gap) => (typeof gap === 'number' ? gap >= 0 : /^\d+(\.\d+)?[smhdw]$/.test(gap)), gapExpected)
    .optional()
    .meta({examples: ['7d']}),
  column: columnName.optional().meta({examples: ['COLUMN']}),
  folds: z
    .int()
    .min(2)
    .max(100)
    .optional()
    .meta({examples: [5]}),
  /** Counted from 0. */
  fold: z
    .int()
    .min(0)
    .optional()
    .meta({examples: [0]}),
});

export type SplitSection = z.output<typeof keys>;

/** `source.split`: a way to split, with the keys that belong to it. */
export const splitSchema = keys.superRefine((split, context) => {
  for (const {key, expected, suggestion} of [...ofSplitter(split), ...ofFolds(split), ...ofShares(split)])
    context.addIssue({
      code: 'custom',
      path: [key],
      input: split[key],
      message: `Expected ${expected}`,
      params: {suggestions: [suggestion]},
    });
});

interface Misfit {
  key: keyof SplitSection;
  expected: string;
  suggestion: string;
}

const optionNames: readonly SplitOption[] = ['test', 'group', 'time', 'gap', 'column'];

/** A key that the splitter needs, and one that it knows nothing of. */
function ofSplitter(split: SplitSection): Misfit[] {
  const splitter = splitters[split.by];
  if (!splitter) return [];
  return optionNames.flatMap((key): Misfit[] => {
    const need = splitter.options[key];
    const isSaid = key === 'test' ? split.test !== usual : split[key] !== undefined;
    if (need === 'needed' && !isSaid)
      return [
        {
          key,
          expected: `a column for \`by: ${split.by}\``,
          suggestion: `Add \`${key}: COLUMN\` under \`source.split\` in adl.yaml.`,
        },
      ];
    if (need !== undefined || !isSaid) return [];
    const others = Object.keys(splitters).filter((name) => splitters[name]!.options[key]);
    const suggestion = `Write \`by: ${others[0]}\` under \`source.split\` in adl.yaml, or take \`${key}\` out.`;
    return [{key, expected: `no \`${key}\` with \`by: ${split.by}\``, suggestion}];
  });
}

function ofFolds({fold, folds, validation}: SplitSection): Misfit[] {
  const add = 'Add `folds: 5` under `source.split` in adl.yaml.';
  if (folds === undefined)
    return fold === undefined ? [] : [{key: 'fold', expected: 'no fold without `folds`', suggestion: add}];
  const last = folds - 1;
  return [
    ...(fold !== undefined && fold > last
      ? [
          {
            key: 'fold',
            expected: `a fold from 0 to ${last}`,
            suggestion: `Write \`fold: ${last}\`.`,
          } as const,
        ]
      : []),
    ...(validation === usual
      ? []
      : [
          {
            key: 'validation',
            expected: 'no share for validation with `folds`, which are all of one size',
            suggestion: 'Take `validation` or `folds` out of `source.split` in adl.yaml.',
          } as const,
        ]),
  ];
}

function ofShares({test, validation, folds}: SplitSection): Misfit[] {
  if (folds !== undefined || test + validation < 1) return [];
  return [
    {
      key: 'validation',
      expected: `less than ${Number((1 - test).toFixed(9))}, so that \`test\` and \`validation\` leave rows for training`,
      suggestion: 'Write `split: {test: 0.2, validation: 0.2}` under `source` in adl.yaml.',
    },
  ];
}
