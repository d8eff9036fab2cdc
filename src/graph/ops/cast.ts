import {type ElementType, floats} from '../../base/tensor.js';
import {sameLanes} from '../lane-axis.js';
import type {Op} from './op.js';

/** Between numbers, rounding toward zero to integers; from text only behind a guard, since it throws on other text. */
export const cast: Op = {
  attributes: {to: 'type'},
  infer: ({inputs: [x], attributes}) => [{type: attributes.to as ElementType, shape: x!.shape}],
  lane: sameLanes('Cast'),
  example: {inputs: [floats([4], [0, 1.75, -2.5, 3])], attributes: {to: 'int64'}},
};
