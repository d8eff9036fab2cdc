import type {Tree} from './tree.js';

/** Round by round, a tree for each output. */
export type Rounds = readonly (readonly Tree[])[];

/** Adds what a tree puts out for some rows to what was put out for them before. */
export type AddTree = (tree: Tree, scores: Float64Array) => void;

/** Puts rounds behind those that there are, in the order in which they were grown: sums come out to the same bits. */
export function takeOver(rounds: Rounds, own: Tree[][], scores: readonly Float64Array[], add: AddTree): void {
  for (const trees of rounds) {
    for (const [output, tree] of trees.entries()) add(tree, scores[output]!);
    own.push([...trees]);
  }
}
