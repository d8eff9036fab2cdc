import type {Rounds} from './rounds.js';
import type {Tree} from './tree.js';

/** What becomes of what trees put out: for numbers, classes, and the averages of a forest. */
export type Link = 'identity' | 'exp' | 'sigmoid' | 'softmax' | 'probability';

/** Trees by output, and what each output begins with: the sum of them is what a row's score is. */
export interface Ensemble {
  link: Link;
  /** float32 */
  start: readonly number[];
  trees: readonly {output: number; tree: Tree}[];
}

/** What has been grown so far. */
export interface Grove {
  link: Link;
  start: readonly number[];
  rounds: Rounds;
  /** Whether trees are averaged: else they are added up. */
  isMean: boolean;
}

export function ensembleOf({link, start, rounds, isMean}: Grove): Ensemble {
  const scale = isMean ? 1 / Math.max(1, rounds.length) : 1;
  const scaled = ({branches, leaves}: Tree): Tree => ({
    branches,
    leaves: leaves.map((leaf) => ({...leaf, value: Math.fround(scale * leaf.value)})),
  });
  return {
    ...{link, start},
    trees: rounds.flatMap((trees) =>
      trees.map((tree, output) => ({output, tree: isMean ? scaled(tree) : tree})),
    ),
  };
}
