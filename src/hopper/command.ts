import {z} from 'zod';

const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What a person tells a run that is going on. */
export const command = z.discriminatedUnion('type', [
  /** Train a configuration no further. */
  z.strictObject({type: z.literal('stop'), trial: z.int().positive()}),
  /** Train one more. */
  z.strictObject({type: z.literal('add'), family: z.string(), parameters}),
  /** Train one more that begins with the weights and the optimizer's memory that another has now. */
  z.strictObject({type: z.literal('clone'), trial: z.int().positive(), parameters}),
]);
export type Command = z.infer<typeof command>;
