import type {Random} from '../base/random.js';
import {bestSplit, type NodeState, type Split} from './best-split.js';
import {type BinnedTable, columnsPerWord} from './binned-table.js';
import {shareOf} from './column-sample.js';
import {binStarts, binWords, columnSums, type Histogram, newHistogram} from './histogram.js';
import type {Kernel} from './kernel.js';
import {quantize, type Scales} from './quantization.js';
import {type Bounds, leafValue, type SplitRules, type Sums} from './split-rules.js';
import type {BinnedTree, Branch, Leaf} from './tree.js';

export interface GrowthOptions extends SplitRules {
  /** `leaf`: the split that gains most comes first. `depth`: all nodes of a depth come before those below. */
  growth: 'leaf' | 'depth';
  maxLeaves: number;
  /** Questions from the root to a leaf, at most. */
  maxDepth: number;
  /** Shares of the columns that a tree may ask of, and of those the share that each of its nodes may. */
  columnsPerTree: number;
  columnsPerNode: number;
}

export interface Grown {
  tree: BinnedTree;
  /** The rows that it was grown on, leaf by leaf, and where those of each leaf begin. */
  order: Uint32Array;
  starts: number[];
}

/** A node that is not split yet. */
interface Open extends NodeState {
  from: number;
  to: number;
  depth: number;
  /** The branch above, and on which of its sides. */
  parent: Branch | undefined;
  side: 'left' | 'right';
  histogram?: Histogram | undefined;
  split?: Split | undefined;
}

const anything: Bounds = {low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY};

/** Grows trees over one table, which lies in the kernel's memory. What it needs is made once, and used for every tree. */
export class Grower {
  readonly #kernel: Kernel;
  readonly #table: BinnedTable;
  readonly #options: GrowthOptions;
  /** Where the bins of each column begin, in bins and in words of a histogram. */
  readonly #starts: Int32Array;
  readonly #words: Int32Array;
  /** Rows by leaf. */
  readonly #order: Uint32Array;
  readonly #spare: Uint32Array;
  /** Gradient and hessian of each row, and those of a node's rows, in their order. */
  readonly #pairs: Int32Array;
  readonly #gathered: Int32Array;
  readonly #sides: Uint8Array;
  readonly #free: Omit<Histogram, 'scales'>[] = [];

  constructor(kernel: Kernel, table: BinnedTable, options: GrowthOptions) {
    this.#kernel = kernel;
    this.#table = table;
    this.#options = options;
    this.#starts = binStarts(table);
    this.#words = this.#starts.map((start) => binWords * start);
    this.#order = kernel.words(table.rows);
    this.#spare = kernel.words(table.rows);
    this.#pairs = kernel.integers(2 * table.rows);
    this.#gathered = kernel.integers(2 * table.rows);
    this.#sides = kernel.bytes(256);
  }

  /**
   * A tree that fits −gradient / hessian, by histograms (Ke et al. 2017, alg. 1): of two children the smaller one's is
   * made from its rows, the other's is what is left of the node's.
   * @param rows those to grow on, ascending
   */
  grow(gradients: Float32Array, hessians: Float32Array, rows: Uint32Array, random: Random): Grown {
    const {maxLeaves, columnsPerTree} = this.#options;
    this.#order.set(rows);
    const columns = shareOf(
      this.#table.bins.map((_, column) => column),
      columnsPerTree,
      random,
    );
    const scales = quantize(this.#kernel, gradients, hessians, this.#pairs);
    const growing = {scales, columns, random};
    const tree: BinnedTree = {branches: [], leaves: [], sides: []};
    const root = this.#root(rows.length, growing);
    let open = [root];
    while (open.length < maxLeaves) {
      const node = this.#next(open);
      if (!node) break;
      const children = this.#divide(node, tree);
      open = open.flatMap((each) => (each === node ? children : [each]));
      if (open.length < maxLeaves) this.#measureBoth(node, children, growing);
      else this.#release(node);
    }
    for (const node of open) this.#close(node, tree);
    return {tree, order: this.#order.subarray(0, rows.length), starts: open.map(({from}) => from)};
  }

  #root(rows: number, growing: Growing): Open {
    const {l2} = this.#options;
    const histogram = this.#filled(0, rows, growing);
    const sums = columnSums(histogram, this.#starts[0]!, this.#starts[1]!);
    const root: Open = {
      from: 0,
      to: rows,
      depth: 0,
      sums,
      bounds: anything,
      l2,
      parent: undefined,
      side: 'left',
    };
    root.histogram = histogram;
    this.#search(root, growing);
    return root;
  }

  #next(open: readonly Open[]): Open | undefined {
    const {growth} = this.#options;
    let best: Open | undefined;
    for (const node of open) {
      if (!node.split) continue;
      const isFirst =
        !best ||
        (growth === 'depth' && node.depth !== best.depth
          ? node.depth < best.depth
          : node.split.gain > best.split!.gain);
      if (isFirst) best = node;
    }
    return best;
  }

  #divide(node: Open, tree: BinnedTree): [Open, Open] {
    const {gain, left, right, l2, question, sides} = node.split!;
    const {from, to, depth} = node;
    const branch: Branch = {question, gain, left: -1, right: -1, cover: to - from};
    this.#attach(node, tree.branches.length);
    tree.branches.push(branch);
    tree.sides.push(sides);
    const middle = from + this.#divideRows(node);
    const bounds = this.#boundsBelow(node);
    const below = {depth: depth + 1, l2, parent: branch};
    return [
      {...below, from, to: middle, sums: left, bounds: bounds[0], side: 'left'},
      {...below, from: middle, to, sums: right, bounds: bounds[1], side: 'right'},
    ];
  }

  /** Puts a node's rows that go left before the others. @returns how many they are */
  #divideRows({split, from, to}: Open): number {
    const {column, sides} = split!;
    this.#sides.set(sides);
    const block = this.#table.blocks[Math.floor(column / columnsPerWord)]!;
    const place = {block, shift: 8 * (column % columnsPerWord), sides: this.#sides};
    return this.#kernel.divide({of: this.#order, from, to}, this.#spare, place);
  }

  /** Under a column with a constraint, the two sides stay on either side of what is midway between them. */
  #boundsBelow({split, bounds}: Open): [Bounds, Bounds] {
    const {column, left, right, l2} = split!;
    const direction = this.#options.monotone[column]!;
    if (direction === 0) return [bounds, bounds];
    const penalty = {l1: this.#options.l1, l2};
    const of = ({gradient, hessian}: Sums) => leafValue(gradient, hessian, penalty, bounds);
    const middle = (of(left) + of(right)) / 2;
    const [below, above] = [
      {low: bounds.low, high: middle},
      {low: middle, high: bounds.high},
    ];
    return direction > 0 ? [below, above] : [above, below];
  }

  /** Gives the children their histograms, and looks for their splits. */
  #measureBoth(node: Open, [left, right]: [Open, Open], growing: Growing): void {
    const [small, large] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
    if (!this.#maySplit(small) && !this.#maySplit(large)) {
      this.#release(node);
      return;
    }
    large.histogram = node.histogram;
    node.histogram = undefined;
    small.histogram = this.#filled(small.from, small.to, growing);
    this.#kernel.subtract(large.histogram!.words, small.histogram.words);
    for (const child of [small, large]) this.#search(child, growing);
  }

  #maySplit({from, to, depth}: Open): boolean {
    const {maxDepth, minRows} = this.#options;
    return depth < maxDepth && to - from >= 2 * minRows;
  }

  /** The histogram of the rows from one place to another. */
  #filled(from: number, to: number, {scales}: Growing): Histogram {
    const histogram = {...(this.#free.pop() ?? newHistogram(this.#kernel, this.#starts)), scales};
    const rows = {of: this.#order, from, to};
    this.#kernel.gather(rows, this.#pairs, this.#gathered);
    histogram.words.fill(0);
    for (const [block, own] of this.#table.blocks.entries())
      this.#kernel.fill(rows, this.#gathered, own, histogram, this.#words, columnsPerWord * block);
    return histogram;
  }

  #search(node: Open, {columns, random}: Growing): void {
    if (this.#maySplit(node)) {
      const {bins} = this.#table;
      const asked = shareOf(columns, this.#options.columnsPerNode, random);
      const place = {bins, starts: this.#starts, columns: asked};
      node.split = bestSplit(node.histogram!, place, node, this.#options);
    }
    if (!node.split) this.#release(node);
  }

  #release(node: Open): void {
    if (node.histogram) this.#free.push(node.histogram);
    node.histogram = undefined;
  }

  #close(node: Open, {leaves}: BinnedTree): void {
    const {sums, bounds, l2, from, to} = node;
    this.#attach(node, -1 - leaves.length);
    this.#release(node);
    const leaf: Leaf = {
      value: leafValue(sums.gradient, sums.hessian, {l1: this.#options.l1, l2}, bounds),
      bounds,
      cover: to - from,
    };
    leaves.push(leaf);
  }

  #attach({parent, side}: Open, child: number): void {
    if (parent) parent[side] = child;
  }
}

interface Growing {
  scales: Scales;
  columns: readonly number[];
  random: Random;
}
