import {loadTrained} from '../../src/lifecycle/trained.js';
import type {NetworkFamily} from '../../src/models/families/family.js';
import {families} from '../../src/models/families/registry.js';
import type {TrainedNetwork} from '../../src/models/model.js';
import type {RunPaths} from '../../src/project/paths.js';

/** The families whose models are layers. */
export const networks: Readonly<Record<string, NetworkFamily>> = Object.fromEntries(
  Object.entries(families).flatMap(([name, family]) => (family.kind === 'network' ? [[name, family]] : [])),
);

/** A run's chosen model, which has to be a network. */
export function loadNetwork(run: RunPaths): {
  snapshot: string;
  model: TrainedNetwork;
  parameters: Float32Array;
} {
  const {snapshot, model, parameters} = loadTrained(run);
  if (model.trees) throw new Error(`Expected layers, got trees: ${model.family}.`);
  return {snapshot, model, parameters: parameters!};
}
