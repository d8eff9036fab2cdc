import {digest} from '../base/hash.js';
import type {TrainingOptions} from '../models/families/family.js';
import type {LayerSpec} from '../models/model.js';
import {stepShape} from './compile.js';
import {withoutScalars} from './layer-inputs.js';

/** Configurations of one key can be lanes of one graph: they differ in nothing but the numbers that a lane feeds. */
export function laneKey({layers, training}: {layers: LayerSpec[]; training: TrainingOptions}): string {
  return digest([withoutScalars(layers), stepShape(training)]);
}
