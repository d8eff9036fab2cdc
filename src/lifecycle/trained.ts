import {existsSync, readFileSync} from 'node:fs';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {sha256} from '../base/hash.js';
import {replaceFile} from '../base/whole-file.js';
import {modelShape, type TrainedModel} from '../models/model.js';
import type {RunPaths} from '../project/paths.js';
import {bytes, floatsOf} from '../train/checkpoint.js';
import {namedWeights, parameterCount, parameterSlices} from '../train/parameters.js';

const trainedFile = z.strictObject({
  format: z.literal(1),
  snapshot: z.string(),
  family: z.string(),
  shape: modelShape,
  /** Of `weights.bin`: float32, little-endian, in the order in which the layers ask for them. */
  weightsSha256: z.string(),
});

/** A run's chosen model as it lies on disk. */
export interface Trained {
  snapshot: string;
  model: TrainedModel;
  /** All weights in one vector. */
  parameters: Float32Array;
  weightsSha256: string;
}

/** Writes `weights.bin` and then `model.json`: who sees the second can read the first. */
export function saveTrained(
  run: RunPaths,
  {
    snapshot,
    family,
    shape,
    parameters,
  }: {snapshot: string; family: string; shape: z.infer<typeof modelShape>; parameters: Float32Array},
): string {
  const weightsSha256 = sha256(bytes(parameters));
  replaceFile(run.weights, bytes(parameters));
  replaceFile(run.model, JSON.stringify({format: 1, snapshot, family, shape, weightsSha256}));
  return weightsSha256;
}

/** @throws RUN_MISSING where the run has no model, or a damaged one */
export function loadTrained(run: RunPaths): Trained {
  if (!existsSync(run.model))
    throw missing(`Expected a finished run in ${run.folder}, found no model there.`);
  const {snapshot, family, shape, weightsSha256} = parsed(run.model);
  const content = existsSync(run.weights) ? readFileSync(run.weights) : Buffer.alloc(0);
  const slices = parameterSlices(shape);
  if (sha256(content) !== weightsSha256 || content.length !== 4 * parameterCount(slices))
    throw missing(`Expected the weights in ${run.weights} as they were written; they are damaged or gone.`);
  const parameters = floatsOf(content);
  return {
    snapshot,
    model: {...shape, family, weights: namedWeights(slices, parameters)},
    parameters,
    weightsSha256,
  };
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
