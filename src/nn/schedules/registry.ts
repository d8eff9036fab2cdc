import type {Registry} from '../../base/registry.js';
import {constant} from './constant.js';
import {cosineDecay} from './cosine-decay.js';
import {exponentialDecay} from './exponential-decay.js';
import type {Schedule} from './schedule.js';
import {step} from './step.js';

/** How a learning rate may change, by Keras's names where it has one. */
export const schedules: Registry<Schedule> = {
  constant,
  'cosine-decay': cosineDecay,
  'exponential-decay': exponentialDecay,
  step,
};
