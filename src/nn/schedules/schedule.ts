import type {z} from 'zod';

/** How the learning rate changes over a training: a factor of it for each step. */
export interface Schedule<Options = unknown> {
  summary: string;
  options: z.ZodType<Options>;
  /** The factor before step t (0 is the first) of `steps`, in [0, 1]. */
  factor(t: number, steps: number, options: Options): number;
  /** Factors of trainings of as many steps. */
  examples: readonly {options: Record<string, unknown>; factors: number[]}[];
}

/** Types the options inside the entry, and hides them from the registry, whose users parse them first. */
export function defineSchedule<Options>(schedule: Schedule<Options>): Schedule {
  return schedule as unknown as Schedule;
}
