import {askingCost, evaluationCost, growingCost, trainingCost} from '../train/cost.js';
import type {Trial} from './trial.js';

/** Floating-point operations of training on some rows once: the same on every machine. */
export function trainCost(trial: Trial, rows: number): number {
  if (trial.trees) return growingCost(trial.trees, rows);
  return trainingCost(trial.weights, rows, trial.training.batchSize);
}

/** Of scoring some rows. */
export function scoreCost(trial: Trial, rows: number): number {
  return trial.trees ? askingCost(trial.trees, rows) : evaluationCost(trial.weights, rows);
}
