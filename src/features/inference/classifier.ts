import {readFileSync} from 'node:fs';
import {floats} from '../../base/tensor.js';
import {openModel} from '../../engines/onnxruntime.js';
import type {ColumnSummary} from './column-summary.js';
import {describe, featureNames} from './description.js';

/** What is known of the shipped model besides its bytes: written by `npm run bench -- types --write`. */
export interface ModelCard {
  sha256: string;
  /** In the order of the model's outputs. */
  types: readonly string[];
  /** In the order of its inputs. */
  features: readonly string[];
  /** Below this confidence, less than 95% of the columns of files never seen before are typed as a person would. */
  askBelow: number;
}

/** The classifier's word on a column. */
export interface Verdict {
  /** Every feature type with its probability, the most probable first. They add up to 1. */
  ranking: readonly {type: string; probability: number}[];
}

const here = (name: string) => new URL(`./${name}`, import.meta.url);

export function modelCard(): ModelCard {
  return JSON.parse(readFileSync(here('model.json'), 'utf8')) as ModelCard;
}

/**
 * The feature type of each column, by gradient-boosted trees that were grown over the labelled columns of the ML Data Prep
 * Zoo (Shah et al. 2021, "Towards Benchmarking Feature Type Inference for AutoML Platforms").
 */
export async function classify(summaries: readonly ColumnSummary[]): Promise<Verdict[]> {
  if (summaries.length === 0) return [];
  const {types} = modelCard();
  const session = await openModel(readFileSync(here('model.onnx')));
  try {
    const {probabilities} = await session.run({columns: describeAll(summaries)});
    return summaries.map((_, at) => ({
      ranking: types
        .map((type, output) => ({type, probability: Number(probabilities!.data[at * types.length + output])}))
        .sort((a, b) => b.probability - a.probability),
    }));
  } finally {
    await session.close();
  }
}

/** [columns, features] */
export function describeAll(summaries: readonly ColumnSummary[]) {
  const width = featureNames.length;
  const all = new Float32Array(summaries.length * width);
  for (const [at, summary] of summaries.entries()) all.set(describe(summary), at * width);
  return floats([summaries.length, width], all);
}
