import {floats} from '../../base/tensor.js';
import type {Op} from './op.js';

/**
 * Trees: x [B, F] → [B, n_targets]. A node asks whether its feature is at most its value (BRANCH_LEQ) or equal to it
 * (BRANCH_EQ), and hands the row to its true or its false node; several nodes may hand it to one. A missing value goes to
 * the true node where `nodes_missing_value_tracks_true` is 1. A target is its base value and the weights of the row's
 * leaves, one of each tree.
 */
export const treeEnsembleRegressor: Op = {
  domain: 'ai.onnx.ml',
  attributes: {
    nodes_treeids: 'ints',
    nodes_nodeids: 'ints',
    nodes_featureids: 'ints',
    nodes_modes: 'strings',
    nodes_values: 'floats',
    nodes_truenodeids: 'ints',
    nodes_falsenodeids: 'ints',
    nodes_missing_value_tracks_true: 'ints',
    target_treeids: 'ints',
    target_nodeids: 'ints',
    target_ids: 'ints',
    target_weights: 'floats',
    n_targets: 'int',
    base_values: 'floats',
  },
  infer: ({inputs: [x], attributes: {n_targets}}) => {
    if (x!.type !== 'float' || x!.shape.length !== 2)
      throw new Error(`TreeEnsembleRegressor takes float [B, F]; got ${x!.type} [${x!.shape}].`);
    return [{type: 'float', shape: [x!.shape[0]!, n_targets as number]}];
  },
  example: {
    inputs: [floats([4, 2], [0.5, 3, 2, 3, Number.NaN, 4, 1, 5])],
    attributes: {
      nodes_treeids: [0, 0, 0, 1, 1, 1, 1],
      nodes_nodeids: [0, 1, 2, 0, 1, 2, 3],
      nodes_featureids: [0, 0, 0, 1, 1, 0, 0],
      nodes_modes: ['BRANCH_LEQ', 'LEAF', 'LEAF', 'BRANCH_EQ', 'BRANCH_EQ', 'LEAF', 'LEAF'],
      nodes_values: [1, 0, 0, 3, 5, 0, 0],
      nodes_truenodeids: [1, 0, 0, 2, 2, 0, 0],
      nodes_falsenodeids: [2, 0, 0, 1, 3, 0, 0],
      nodes_missing_value_tracks_true: [1, 0, 0, 0, 0, 0, 0],
      target_treeids: [0, 0, 1, 1],
      target_nodeids: [1, 2, 2, 3],
      target_ids: [0, 0, 1, 1],
      target_weights: [0.25, -0.5, 8, 4],
      n_targets: 2,
      base_values: [0.125, 1],
    },
  },
};
