import {type BinnedTable, columnsPerWord} from './binned-table.js';
import type {Bounds} from './split-rules.js';

/** What is asked of a row at a node. */
export type Question = NumericQuestion | CategoricalQuestion;

export interface NumericQuestion {
  kind: 'numeric';
  column: number;
  /** Whether the value is at most this: a float32. */
  threshold: number;
  /** Where missing values go. */
  missing: 'left' | 'right';
}

export interface CategoricalQuestion {
  kind: 'categorical';
  column: number;
  /** The codes that go to this side, ascending; all others, known or not, go to the other one. */
  codes: number[];
  side: 'left' | 'right';
}

/** A node with children, which are numbers of nodes, or −1 − the number of a leaf. */
export interface Branch {
  question: Question;
  left: number;
  right: number;
  /** By how much the split lowers the loss, twice. */
  gain: number;
  /** Rows of training that came by. */
  cover: number;
}

export interface Leaf {
  /** float32 once the tree is part of a model. */
  value: number;
  /** Rows of training that it holds. */
  cover: number;
}

/** Node 0 is the root; a tree without nodes is its one leaf. */
export interface Tree {
  branches: Branch[];
  leaves: Leaf[];
}

/** Whether each bin of a column goes left. */
export type Sides = Uint8Array;

/** A tree that goes by bins, as it was grown. */
export interface BinnedTree extends Tree {
  /** Of its branches, in their order. */
  sides: Sides[];
  /** What constraints let its leaves put out, in their order. */
  bounds: Bounds[];
}

/** The leaf of every row. */
export function leavesOf({branches, sides}: BinnedTree, {rows, blocks}: BinnedTable): Int32Array {
  const found = new Int32Array(rows);
  if (branches.length === 0) return found;
  const column = Int32Array.from(branches, ({question}) => question.column);
  const children = Int32Array.from(branches.flatMap(({left, right}) => [right, left]));
  for (let row = 0; row < rows; row += 1) {
    let at = 0;
    while (at >= 0) {
      const own = column[at]!;
      const bin = (blocks[(own / columnsPerWord) | 0]![row]! >>> (8 * (own % columnsPerWord))) & 255;
      at = children[2 * at + sides[at]![bin]!]!;
    }
    found[row] = -1 - at;
  }
  return found;
}
