import {existsSync, readFileSync} from 'node:fs';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {sha256} from '../base/hash.js';
import {replaceFile} from '../base/whole-file.js';
import {type ModelShape, modelShape, type TrainedNetwork, type TrainedTrees} from '../models/model.js';
import type {RunPaths} from '../project/paths.js';
import {bytes, floatsOf} from '../train/checkpoint.js';
import {groveBytes, groveIn} from '../train/grove-file.js';
import {namedWeights, parameterCount, parameterSlices} from '../train/parameters.js';
import {ensembleOf, type Grove} from '../trees/ensemble.js';

const inputs = modelShape.omit({layers: true});

const trainedFile = z.strictObject({
  format: z.literal(1),
  snapshot: z.string(),
  family: z.string(),
  /** Trees have no layers. */
  shape: z.union([modelShape, inputs]),
  /**
   * Of `weights.bin`: float32, little-endian, in the order in which the layers ask for them; of trees their JSON.
   */
  weightsSha256: z.string(),
});

/** A run's chosen model as it lies on disk. */
export type Trained = {
  snapshot: string;
  weightsSha256: string;
} & (
  | {
      model: TrainedNetwork;
      /** All weights in one vector. */
      parameters: Float32Array;
    }
  | {model: TrainedTrees; parameters?: never}
);

/** What was learned: the weights of layers, or trees. */
export type Learned =
  | {layers: ModelShape['layers']; parameters: Float32Array; trees?: never}
  | {trees: Grove; layers?: never};

/** Writes `weights.bin` and then `model.json`: who sees the second can read the first. */
export function saveTrained(
  run: RunPaths,
  {snapshot, family, task, columns, ...learned}: Learned & TrainedFacts,
): string {
  const content = learned.trees
    ? groveBytes({trial: 0, grove: learned.trees, best: null})
    : bytes(learned.parameters);
  const weightsSha256 = sha256(content);
  const shape = learned.trees ? {task, columns} : {layers: learned.layers, task, columns};
  replaceFile(run.weights, content);
  replaceFile(run.model, JSON.stringify({format: 1, snapshot, family, shape, weightsSha256}));
  return weightsSha256;
}

interface TrainedFacts extends Pick<ModelShape, 'task' | 'columns'> {
  snapshot: string;
  family: string;
}

/** @throws RUN_MISSING where the run has no model, or a damaged one */
export function loadTrained(run: RunPaths): Trained {
  if (!existsSync(run.model))
    throw missing(`Expected a finished run in ${run.folder}, found no model there.`);
  const {snapshot, family, shape, weightsSha256} = parsed(run.model);
  const content = existsSync(run.weights) ? readFileSync(run.weights) : Buffer.alloc(0);
  const facts = {snapshot, weightsSha256};
  if (sha256(content) !== weightsSha256) throw damaged(run);
  if (!('layers' in shape))
    return {...facts, model: {...shape, family, trees: ensembleOf(groveIn(content).grove)}};
  const slices = parameterSlices(shape);
  if (content.length !== 4 * parameterCount(slices)) throw damaged(run);
  const parameters = floatsOf(content);
  return {...facts, model: {...shape, family, weights: namedWeights(slices, parameters)}, parameters};
}

function damaged(run: RunPaths): AdlError {
  return missing(`Expected the weights in ${run.weights} as they were written; they are damaged or gone.`);
}

function parsed(path: string): z.infer<typeof trainedFile> {
  try {
    return trainedFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw missing(`Expected ${path} as \`adl build\` wrote it; it is damaged.`, error);
  }
}

function missing(message: string, cause?: unknown): AdlError {
  return new AdlError('RUN_MISSING', message, {suggestions: ['adl build'], cause});
}
