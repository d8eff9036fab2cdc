import type {Attributes} from '../../graph/ops/op.js';
import {numbers, type Operand} from './array.js';
import type {Kernels} from './kernel.js';

export const trees: Kernels = {
  TreeEnsembleRegressor: ([x], attributes) => [treeEnsemble(x!, attributes)],
};

function treeEnsemble(x: Operand, attributes: Attributes): Operand {
  const list = (name: string) => attributes[name] as number[];
  const modes = attributes.nodes_modes as string[];
  const [rows, width] = [x.shape[0]!, x.shape[1]!];
  const targets = attributes.n_targets as number;
  const key = (tree: number, node: number) => `${tree}/${node}`;
  const nodes = new Map(list('nodes_nodeids').map((node, at) => [key(list('nodes_treeids')[at]!, node), at]));
  const leaves = new Map(
    list('target_nodeids').map((node, at) => [key(list('target_treeids')[at]!, node), at]),
  );
  const trees = [...new Set(list('nodes_treeids'))];
  const data = Float64Array.from({length: rows * targets}, (_, at) => list('base_values')[at % targets] ?? 0);
  for (let row = 0; row < rows; row += 1)
    for (const tree of trees) {
      // The node with which a tree begins is the first that is given of it.
      let at = list('nodes_treeids').indexOf(tree);
      while (modes[at] !== 'LEAF') {
        const value = Number(x.data[row * width + list('nodes_featureids')[at]!]);
        const limit = Math.fround(list('nodes_values')[at]!);
        const holds = Number.isNaN(value)
          ? list('nodes_missing_value_tracks_true')[at] === 1
          : modes[at] === 'BRANCH_EQ'
            ? value === limit
            : value <= limit;
        const next = list(holds ? 'nodes_truenodeids' : 'nodes_falsenodeids')[at]!;
        at = nodes.get(key(tree, next))!;
      }
      const leaf = leaves.get(key(tree, list('nodes_nodeids')[at]!))!;
      data[row * targets + list('target_ids')[leaf]!]! += Math.fround(list('target_weights')[leaf]!);
    }
  return numbers('float', [rows, targets], data);
}
