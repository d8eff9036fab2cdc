import {lookup} from '../base/registry.js';
import type {TrainingOptions} from '../models/families/family.js';
import {entryOptions} from '../nn/entry-options.js';
import {schedules} from '../nn/schedules/registry.js';

/**
 * The learning rate of step t (0 is the first) of a training of `steps`. Over its first steps, the share `warmUp` of all,
 * the rate rises along a line (Goyal et al. 2017, section 2.2); the schedule has the steps that are left.
 * @throws UNKNOWN_NAME, MODEL_INVALID
 */
export function learningRates(
  {learningRate, schedule: {warmUp = 0, ...named}}: Pick<TrainingOptions, 'learningRate' | 'schedule'>,
  steps: number,
): (t: number) => number {
  const schedule = lookup(schedules, 'schedule', named.name);
  const chosen = entryOptions('schedule', named, schedule.options);
  const rising = warmUp === 0 ? 0 : Math.round(warmUp * steps);
  return (t) => {
    if (t < rising) return (learningRate * (t + 1)) / (rising + 1);
    return learningRate * schedule.factor(t - rising, steps - rising, chosen);
  };
}
