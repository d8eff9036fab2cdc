import type {Random} from '../base/random.js';
import {askedBy, bestSplit, type NodeState, type Split} from './best-split.js';
import {columnsPerWord} from './binned-table.js';
import {shareOf} from './column-sample.js';
import {columnSums, type Histogram} from './histogram.js';
import type {TreesOptions} from './options.js';
import {quantize, type Scales} from './quantization.js';
import {type Bounds, leafValue, type SplitRules, type Sums} from './split-rules.js';
import type {BinnedTree, Branch, Leaf, Sides} from './tree.js';
import type {Workbench} from './workbench.js';

export type GrowthOptions = SplitRules &
  Pick<TreesOptions, 'growth' | 'maxLeaves' | 'maxDepth' | 'columnsPerTree' | 'columnsPerNode'>;

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

/** Grows trees at a workbench. */
export class Grower {
  readonly #bench: Workbench;
  readonly #options: GrowthOptions;

  constructor(bench: Workbench, options: GrowthOptions) {
    this.#bench = bench;
    this.#options = options;
  }

  /**
   * A tree that fits −gradient / hessian, by histograms (Ke et al. 2017, alg. 1): of two children the smaller one's is
   * made from its rows, the other's is what is left of the node's.
   * @param rows those to grow on, ascending
   */
  grow(gradients: Float32Array, hessians: Float32Array, rows: Uint32Array, random: Random): Grown {
    const {maxLeaves, columnsPerTree} = this.#options;
    this.#bench.order.set(rows);
    const columns = shareOf(
      this.#bench.table.bins.map((_, column) => column),
      columnsPerTree,
      random,
    );
    const scales = quantize(this.#bench.kernel, gradients, hessians, this.#bench.pairs);
    const growing = {scales, columns, random};
    const tree: BinnedTree = {branches: [], leaves: [], sides: [], bounds: []};
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
    return {tree, order: this.#bench.order.subarray(0, rows.length), starts: open.map(({from}) => from)};
  }

  #root(rows: number, growing: Growing): Open {
    const {l2} = this.#options;
    const histogram = this.#filled(0, rows, growing);
    const sums = columnSums(histogram, this.#bench.starts[0]!, this.#bench.starts[1]!);
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
    const {gain, left, right, l2} = node.split!;
    const {from, to, depth} = node;
    const {question, sides} = askedBy(node.split!, this.#bench.table.bins);
    const branch: Branch = {question, gain, left: -1, right: -1, cover: to - from};
    this.#attach(node, tree.branches.length);
    tree.branches.push(branch);
    tree.sides.push(sides);
    const middle = from + this.#divideRows(node, sides);
    const bounds = this.#boundsBelow(node);
    const below = {depth: depth + 1, l2, parent: branch};
    return [
      {...below, from, to: middle, sums: left, bounds: bounds[0], side: 'left'},
      {...below, from: middle, to, sums: right, bounds: bounds[1], side: 'right'},
    ];
  }

  /** Puts a node's rows that go left before the others. @returns how many they are */
  #divideRows({split, from, to}: Open, sides: Sides): number {
    const {column} = split!;
    this.#bench.sides.set(sides);
    const block = this.#bench.table.blocks[Math.floor(column / columnsPerWord)]!;
    const place = {block, shift: 8 * (column % columnsPerWord), sides: this.#bench.sides};
    return this.#bench.kernel.divide({of: this.#bench.order, from, to}, this.#bench.spare, place);
  }

  /** Under a column with a constraint, the two sides stay on either side of what is midway between them. */
  #boundsBelow({split, bounds}: Open): [Bounds, Bounds] {
    const {column, left, right, l2} = split!;
    const direction = this.#options.monotone[column] ?? 0;
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
    this.#bench.kernel.subtract(large.histogram!.words, small.histogram.words);
    for (const child of [small, large]) this.#search(child, growing);
  }

  #maySplit({from, to, depth}: Open): boolean {
    const {maxDepth, minRows} = this.#options;
    return (maxDepth === null || depth < maxDepth) && to - from >= 2 * minRows;
  }

  /** The histogram of the rows from one place to another. */
  #filled(from: number, to: number, {scales}: Growing): Histogram {
    const {kernel, order, pairs, gathered, list} = this.#bench;
    const histogram = {...this.#bench.takeHistogram(), scales};
    const rows = {of: order, from, to};
    kernel.gather(rows, pairs, gathered);
    histogram.words.fill(0);
    kernel.fill(rows, gathered, histogram, list);
    return histogram;
  }

  #search(node: Open, {columns, random}: Growing): void {
    if (this.#maySplit(node)) {
      const {bins} = this.#bench.table;
      const asked = shareOf(columns, this.#options.columnsPerNode, random);
      const place = {bins, starts: this.#bench.starts, columns: asked};
      node.split = bestSplit(node.histogram!, place, node, this.#options);
    }
    if (!node.split) this.#release(node);
  }

  #release(node: Open): void {
    if (node.histogram) this.#bench.giveBack(node.histogram);
    node.histogram = undefined;
  }

  #close(node: Open, tree: BinnedTree): void {
    const {sums, bounds, l2, from, to} = node;
    this.#attach(node, -1 - tree.leaves.length);
    this.#release(node);
    const leaf: Leaf = {
      value: leafValue(sums.gradient, sums.hessian, {l1: this.#options.l1, l2}, bounds),
      cover: to - from,
    };
    tree.leaves.push(leaf);
    tree.bounds.push(bounds);
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
