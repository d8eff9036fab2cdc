import type {Rows} from '../data/batches.js';
import type {FeatureColumn, Task} from '../models/model.js';
import type {Ensemble, Link} from '../trees/ensemble.js';
import {walk} from '../trees/walk.js';
import {tableShape} from './tree-rows.js';

/** Probabilities [rows, classes], or predictions [rows] in the target's own unit: what the exported head makes of scores. */
export async function treePredictions(
  {link, start, trees}: Ensemble,
  rows: Rows,
  {columns, task}: {columns: readonly FeatureColumn[]; task: Task},
  pause: () => Promise<void> = async () => {},
): Promise<Float32Array> {
  const shape = tableShape(columns);
  const scores = start.map((own) => new Float64Array(rows.rows).fill(own));
  for (const {output, tree} of trees) {
    await pause();
    walk(tree, rows, shape, scores[output]!);
  }
  if (task.kind === 'regression') return Float32Array.from(scores[0]!, (score) => number(score, link, task));
  const classes = task.labels.length;
  const predictions = new Float32Array(rows.rows * classes);
  for (let row = 0; row < rows.rows; row += 1)
    predictions.set(
      shares(
        scores.map((own) => own[row]!),
        link,
      ),
      row * classes,
    );
  return predictions;
}

function number(score: number, link: Link, task: Extract<Task, {kind: 'regression'}>): number {
  // As float32 has it, in which the exported file computes.
  const {fround} = Math;
  if (link === 'exp') return fround(Math.exp(fround(score)));
  return fround(fround(fround(score) * fround(task.scale)) + fround(task.mean));
}

/** Of one score the second of two classes has all that it says. */
function shares(scores: readonly number[], link: Link): number[] {
  if (link === 'softmax') {
    const highest = Math.max(...scores);
    return normalized(scores.map((score) => Math.exp(score - highest)));
  }
  const [first] = scores as [number];
  if (link === 'sigmoid') return [1 / (1 + Math.exp(first)), 1 / (1 + Math.exp(-first))];
  if (scores.length > 1) return normalized(scores.map((score) => Math.max(score, 0)));
  const share = Math.min(1, Math.max(0, first));
  return [1 - share, share];
}

function normalized(parts: readonly number[]): number[] {
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.map((part) => (sum > 0 ? part / sum : 1 / parts.length));
}
