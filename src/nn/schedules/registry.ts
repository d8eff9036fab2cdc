import type {Registry} from '../../base/registry.js';
import {constant} from './constant.js';
import {cosineDecay} from './cosine-decay.js';
import type {Schedule} from './schedule.js';

/** How a learning rate may change, by Keras's names. */
export const schedules: Registry<Schedule> = {constant, 'cosine-decay': cosineDecay};
