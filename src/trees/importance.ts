import type {Tree} from './tree.js';

/** What trees owe to a column. */
export interface Importance {
  /** By how much its splits lower the loss, all together. */
  gain: number;
  splits: number;
}

/** Of each column, over all trees (Breiman et al. 1984, §5.3.4; Friedman 2001, §8.1). */
export function importanceOf(trees: readonly Tree[], columns: number): Importance[] {
  const found = Array.from({length: columns}, (): Importance => ({gain: 0, splits: 0}));
  for (const {branches} of trees)
    for (const {question, gain} of branches) {
      found[question.column]!.gain += gain;
      found[question.column]!.splits += 1;
    }
  return found;
}
