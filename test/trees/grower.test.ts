import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {type BinnedTable, columnsPerWord} from '../../src/trees/binned-table.js';
import {binCount} from '../../src/trees/bins.js';
import {Grower, type GrowthOptions} from '../../src/trees/grower.js';
import {type BinnedTree, leavesOf} from '../../src/trees/tree.js';
import {benchOf, drawnTable, plainTrees} from '../helpers/trees.js';

const seeds = Array.from({length: 12}, (_, seed) => seed);

interface Case {
  binned: BinnedTable;
  gradients: Float32Array;
  hessians: Float32Array;
  rows: Uint32Array;
  tree: BinnedTree;
  options: GrowthOptions;
}

/** A tree over random rows, with whole numbers as gradients, so that sums can be compared exactly. */
function grown(seed: number, given: Partial<GrowthOptions> = {}, sizes = [3, 9]): Case {
  const drawn = drawnTable(seed, {rows: 400, numeric: 3, sizes});
  const {kernel, bench} = benchOf(drawn);
  const binned = bench.table;
  const options = {...plainTrees, ...given};
  const random = randomStream(seed, 'gradients');
  const inMemory = (values: Float32Array) => {
    const own = kernel.floats(values.length);
    own.set(values);
    return own;
  };
  const drawnGradients = Float32Array.from({length: 400}, (_, row) => {
    const value = drawn.table.numeric[3 * row]!;
    return (
      random.integer(9) - 4 + (value > 0.5 ? 3 : 0) - (drawn.table.codes[sizes.length * row] === 1 ? 2 : 0)
    );
  });
  const gradients = inMemory(drawnGradients);
  const hessians = inMemory(Float32Array.from({length: 400}, () => 1 + random.integer(3)));
  const rows = Uint32Array.from({length: 400}, (_, row) => row).filter(() => random.uniform() < 0.8);
  const {tree} = new Grower(bench, options).grow(gradients, hessians, rows, randomStream(seed, 'tree'));
  return {binned, gradients, hessians, rows, tree, options};
}

/** The rows that come by each branch, and that lie in each leaf. */
function rowsBy({tree: {branches, leaves, sides}, binned, rows}: Case) {
  const at = {branches: branches.map((): number[] => []), leaves: leaves.map((): number[] => [])};
  for (const row of rows) {
    let node = branches.length > 0 ? 0 : -1;
    while (node >= 0) {
      at.branches[node]!.push(row);
      const {question, left, right} = branches[node]!;
      node = sides[node]![binOf(binned, question.column, row)]! === 1 ? left : right;
    }
    at.leaves[-1 - node]!.push(row);
  }
  return at;
}

function binOf({blocks}: BinnedTable, column: number, row: number): number {
  return (blocks[Math.floor(column / columnsPerWord)]![row]! >>> (8 * (column % columnsPerWord))) & 255;
}

describe.each(seeds)('a tree of seed %i', (seed) => {
  it('holds every row once, in leaves that put out −G/(H + λ)', () => {
    const found = grown(seed, {l2: 0.5, l1: 1, maxLeaves: 12});
    const at = rowsBy(found);
    expect(at.leaves.flat().sort((a, b) => a - b)).toEqual([...found.rows]);
    expect(at.leaves.map(({length}) => length)).toEqual(found.tree.leaves.map(({cover}) => cover));
    expect(at.branches.map(({length}) => length)).toEqual(found.tree.branches.map(({cover}) => cover));
    const leafOf = leavesOf(found.tree, found.binned);
    for (const [leaf, rows] of at.leaves.entries()) for (const row of rows) expect(leafOf[row]).toBe(leaf);
  });

  // Without the penalty the kernel looks for it, else TypeScript does.
  it.each([0, 1])('takes at every branch of numbers the best split that there is, with l1 %i', (l1) => {
    const found = grown(seed, {l2: 0.5, l1, minRows: 5}, []);
    const at = rowsBy(found);
    for (const [branch, rows] of at.branches.entries())
      expect(found.tree.branches[branch]!.gain).toBeCloseTo(bestGain(found, rows), 6);
    expect(found.tree.branches.length).toBeGreaterThan(3);
    for (const rows of at.leaves) expect(rows.length).toBeGreaterThanOrEqual(5);
  });

  it('splits first what gains most', () => {
    const {tree} = grown(seed, {maxLeaves: 8});
    const [root, ...others] = tree.branches;
    const below = [root!.left, root!.right].filter((node) => node >= 0);
    expect(below).toContain(1);
    expect(tree.leaves.length).toBeLessThanOrEqual(8);
    expect(others.length).toBe(tree.leaves.length - 2);
  });

  it('has no leaf below its greatest depth, and is filled depth by depth where that is said', () => {
    const {tree} = grown(seed, {growth: 'depth', maxDepth: 3, maxLeaves: 100});
    const depths = depthsOf(tree);
    expect(Math.max(...depths.leaves)).toBeLessThanOrEqual(3);
    expect(depths.branches).toEqual([...depths.branches].sort((a, b) => a - b));
  });

  it.each([1, -1])('rises or falls with a column as its constraint %i says', (direction) => {
    const found = grown(seed, {monotone: [direction], maxLeaves: 20});
    const values = found.tree.leaves.map(({value}) => value);
    const column = binCount(found.binned.bins[0]!);
    const put = (row: number, bin: number) => {
      let node = found.tree.branches.length > 0 ? 0 : -1;
      while (node >= 0) {
        const {question, left, right} = found.tree.branches[node]!;
        const own = question.column === 0 ? bin : binOf(found.binned, question.column, row);
        node = found.tree.sides[node]![own]! === 1 ? left : right;
      }
      return values[-1 - node]!;
    };
    for (const row of found.rows.subarray(0, 60))
      for (let bin = 1; bin < column - 1; bin += 1)
        expect(direction * (put(row, bin) - put(row, bin - 1))).toBeGreaterThanOrEqual(0);
  });
});

it('grows nothing where there is nothing to gain', () => {
  const drawn = drawnTable(1, {rows: 50, numeric: 2, sizes: []});
  const {kernel, bench} = benchOf(drawn);
  const grower = new Grower(bench, plainTrees);
  const [twos, ones] = [kernel.floats(50).fill(2), kernel.floats(50).fill(1)];
  const rows = Uint32Array.from({length: 50}, (_, row) => row);
  const {tree} = grower.grow(twos, ones, rows, randomStream(0));
  expect(tree).toMatchObject({branches: [], leaves: [{value: -2, cover: 50}]});
});

function depthsOf({branches, leaves}: BinnedTree) {
  const depths = {branches: branches.map(() => 0), leaves: leaves.map(() => 0)};
  for (const [at, {left, right}] of branches.entries())
    for (const child of [left, right]) {
      if (child >= 0) depths.branches[child] = depths.branches[at]! + 1;
      else depths.leaves[-1 - child] = depths.branches[at]! + 1;
    }
  return depths;
}

/** By going through every threshold of every column, with missing values on either side, over the rows themselves. */
function bestGain({binned, gradients, hessians, options}: Case, rows: readonly number[]): number {
  const {l1, l2, minRows, minHessian} = options;
  const gain = (own: readonly number[]) => {
    const gradient = own.reduce((sum, row) => sum + gradients[row]!, 0);
    const hessian = own.reduce((sum, row) => sum + hessians[row]!, 0);
    return Math.max(0, Math.abs(gradient) - l1) ** 2 / (hessian + l2);
  };
  const isFit = (own: readonly number[]) =>
    own.length >= minRows && own.reduce((sum, row) => sum + hessians[row]!, 0) >= minHessian;
  let best = 0;
  for (const [column, bins] of binned.bins.entries()) {
    const last = binCount(bins) - 1;
    for (let bin = 0; bin < last; bin += 1)
      for (const missing of [true, false]) {
        const isLeft = (row: number) => {
          const own = binOf(binned, column, row);
          return own === last ? missing : own <= bin;
        };
        const [left, right] = [rows.filter(isLeft), rows.filter((row) => !isLeft(row))];
        if (isFit(left) && isFit(right)) best = Math.max(best, gain(left) + gain(right) - gain(rows));
      }
  }
  return best;
}
