import {z} from 'zod';
import {engines} from '../engines/registry.js';
import {families} from '../models/families/registry.js';
import {targets} from '../serving/targets/registry.js';
import {trackers} from '../tracking/registry.js';
import {metrics} from '../train/metrics/registry.js';
import {type ColumnSection, columnSchema} from './column-schema.js';
import {nameIn} from './name-in.js';
import {searchSchema} from './search-schema.js';
import {sizePattern} from './size.js';
import {splitSchema} from './split-schema.js';
import {strategies} from './strategies.js';

const table = z
  .strictObject({
    uri: z
      .string()
      .min(1)
      .meta({examples: ['rows.csv']}),
  })
  .meta({examples: [{uri: 'rows.csv'}]});

const tables = z
  .record(z.string(), table)
  .refine((all) => Object.keys(all).length === 1, 'Expected exactly one table')
  .meta({examples: [{rows: {uri: 'rows.csv'}}]});

export const sourceSchema = z.strictObject({
  tables,
  derive: z.record(z.string(), z.string().min(1)).default({}),
  drop: z.array(z.string()).default([]),
  target: z
    .string()
    .min(1)
    .meta({examples: ['COLUMN']}),
  columns: z.record(z.string(), columnSchema).default({}),
  /** DQDL. Where it is broken, no snapshot is made. */
  rules: z
    .string()
    .min(1)
    .optional()
    .meta({examples: ['Rules = [ RowCount > 0 ]']}),
  /** Tables that rules compare with, by the names that they have there. */
  references: z
    .record(z.string(), table)
    .refine(
      (all) => Object.keys(all).every((name) => /^(?!primary$)[a-z_][\w-]*$/i.test(name)),
      'Expected names of letters, digits, `_` and `-`, other than `primary`',
    )
    .optional()
    .meta({examples: [{airports: {uri: 'airports.csv'}}]}),
  split: splitSchema.prefault({}),
});

/** The address of a server of each kind that there is. */
const tracking = z.strictObject(
  Object.fromEntries(
    Object.entries(trackers).map(([name, {unfit, example}]) => [
      name,
      z
        .string()
        .superRefine((uri, context) => {
          const expected = unfit(uri);
          if (expected !== undefined) context.addIssue({code: 'custom', message: `Expected ${expected}`});
        })
        .optional()
        .meta({examples: [example]}),
    ]),
  ),
);

const buildSchema = z.strictObject({
  metric: nameIn(metrics, 'metric').optional(),
  families: z.array(nameIn(families, 'model family')).min(1).default(['linear', 'mlp']),
  search: searchSchema.prefault({}),
  budget: z
    .strictObject({
      time: z
        .string('Expected a time such as 90s, 10m or 1.5h')
        .regex(/^(?=.*[1-9])\d+(\.\d+)?(ms|s|m|h)$/, 'Expected a time such as 90s, 10m or 1.5h')
        .default('10m'),
      /** What the workers may hold together. */
      memory: z
        .string('Expected a size such as 2GB or 512MB')
        .regex(sizePattern, 'Expected a size such as 2GB or 512MB')
        .optional()
        .meta({examples: ['2GB']}),
    })
    .prefault({}),
  seed: z.int().min(0).default(0),
  workers: z
    .int()
    .min(1)
    .optional()
    .meta({examples: [2]}),
  /** Chosen by what units cost, if left out. */
  strategy: nameIn(strategies, 'strategy').optional(),
  engine: nameIn(engines, 'engine').default('onnxruntime'),
  /** One of the engine's; the first that opens if left out. */
  device: z
    .string()
    .min(1)
    .optional()
    .meta({examples: ['cpu']}),
  /** In which direction predictions may go as a column of numbers grows. Trees alone can be kept to that. */
  monotone: z
    .record(z.string(), z.enum(['increasing', 'decreasing']))
    .default({})
    .meta({examples: [{age: 'increasing'}]}),
  /** Who is told of every run. A build is no other for it. */
  tracking: tracking.optional().meta({examples: [{mlflow: 'http://127.0.0.1:5000'}]}),
});

const deploySchema = z.strictObject({
  target: nameIn(targets, 'target').default('node-server'),
  /** The folder for the service, from that of the manifest; without it none is written. */
  to: z
    .string()
    .min(1)
    .optional()
    .meta({examples: ['service']}),
});

/** `adl.yaml`. Every key but `source` has a default; `project` is by default the name of the folder. */
export const manifestSchema = z.strictObject({
  /** Of the manifest's form: 1 is the only one so far, and what a manifest that does not say is taken for. */
  version: z.literal(1).optional(),
  project: z.string().min(1).optional(),
  source: sourceSchema.meta({examples: [{tables: {rows: {uri: 'rows.csv'}}, target: 'COLUMN'}]}),
  build: buildSchema.prefault({}),
  deploy: deploySchema.prefault({}),
});

/** What a person says of a column but for its type. */
export type ColumnWishes = Omit<ColumnSection, 'type'>;
export type SourceSection = z.output<typeof sourceSchema>;
export type BuildSection = z.output<typeof buildSchema>;
export type DeploySection = z.output<typeof deploySchema>;
