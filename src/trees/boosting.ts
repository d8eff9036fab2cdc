import {type Random, randomStream} from '../base/random.js';
import {lookup} from '../base/registry.js';
import type {BinnedTable} from './binned-table.js';
import {Grower, type Grown, type GrowthOptions} from './grower.js';
import type {Kernel} from './kernel.js';
import type {Objective} from './objectives/objective.js';
import {objectives} from './objectives/registry.js';
import {type BinnedTree, leavesOf} from './tree.js';

export interface BoostingOptions extends GrowthOptions {
  objective: string;
  objectiveOptions: Readonly<Record<string, number>>;
  /** What each tree's leaves are multiplied by. */
  learningRate: number;
  /** The share of the rows that each round is grown on. */
  subsample: number;
  seed: number;
}

export interface Labelled {
  table: BinnedTable;
  target: Float64Array;
  /** What a row counts; 1 each if left out. */
  weights?: Float32Array;
}

/** Rows whose derivatives are made at a time: what is made of them meanwhile stays in the nearest cache. */
const atOnce = 1024;

/** Gradient boosting: each round a tree for each output, fitted to what the loss says of those before (Friedman 2001). */
export class Boosting {
  readonly #options: BoostingOptions;
  readonly #objective: Objective;
  readonly #grower: Grower;
  readonly #rows: Labelled;
  readonly #weights: Float32Array;
  readonly #all: Uint32Array;
  readonly #gradients: Float32Array[];
  readonly #hessians: Float32Array[];
  readonly #room: Float64Array[];
  readonly #exp: (values: Float64Array) => void;
  readonly scores: Float64Array[];
  /** What each output begins with; float32. */
  readonly start: number[];
  /** Round by round, one for each output. */
  readonly rounds: BinnedTree[][] = [];

  constructor(kernel: Kernel, rows: Labelled, outputs: number, options: BoostingOptions) {
    const {table, target, weights} = rows;
    this.#options = options;
    this.#rows = rows;
    this.#objective = lookup(objectives, 'objective', options.objective);
    this.#grower = new Grower(kernel, table, options);
    this.#all = new Uint32Array(table.rows).map((_, row) => row);
    this.#weights = weights ?? new Float32Array(table.rows).fill(1);
    const call = {target, weights: this.#weights, options: options.objectiveOptions, outputs};
    this.start = this.#objective.start(call).map(Math.fround);
    this.scores = this.start.map((start) => new Float64Array(table.rows).fill(start));
    this.#gradients = this.start.map(() => kernel.floats(table.rows));
    this.#hessians = this.start.map(() => kernel.floats(table.rows));
    this.#room = this.start.map(() => kernel.doubles(Math.min(table.rows, atOnce)));
    this.#exp = (values) => kernel.exp(values);
  }

  /** Adds a tree for each output. */
  round(): void {
    const {scores} = this;
    const {target} = this.#rows;
    const {seed, objectiveOptions: options} = this.#options;
    const random = randomStream(seed, 'round', this.rounds.length);
    const rows = this.#sample(randomStream(seed, 'rows', this.rounds.length));
    const call = {scores, target, weights: this.#weights, options, room: this.#room, exp: this.#exp};
    this.#objective.derive(call, this.#gradients, this.#hessians);
    this.rounds.push(
      this.start.map((_, output) => {
        const grown = this.#grower.grow(this.#gradients[output]!, this.#hessians[output]!, rows, random);
        this.#settle(grown, scores[output]!);
        this.#add(grown, scores[output]!);
        return grown.tree;
      }),
    );
  }

  /** The weighted mean of the loss over the rows. */
  loss(): number {
    const {target} = this.#rows;
    let [sum, weight] = [0, 0];
    for (let row = 0; row < target.length; row += 1) {
      const put = this.scores.map((own) => own[row]!);
      sum += this.#weights[row]! * this.#objective.loss(put, target[row]!, this.#options.objectiveOptions);
      weight += this.#weights[row]!;
    }
    return sum / weight;
  }

  #sample(random: Random): Uint32Array {
    const {subsample} = this.#options;
    return subsample === 1 ? this.#all : this.#all.filter(() => random.uniform() < subsample);
  }

  /** Makes the leaves what they put out in the model. */
  #settle({tree, order, starts}: Grown, scores: Float64Array): void {
    const {learningRate, objectiveOptions} = this.#options;
    const {renew} = this.#objective;
    for (const [at, leaf] of tree.leaves.entries()) {
      if (renew) {
        const rows = order.subarray(starts[at], starts[at + 1] ?? order.length);
        const residuals = Float64Array.from(rows, (row) => this.#rows.target[row]! - scores[row]!);
        const weights = Float32Array.from(rows, (row) => this.#weights[row]!);
        const value = renew(residuals, weights, objectiveOptions);
        leaf.value = Math.min(leaf.bounds.high, Math.max(leaf.bounds.low, value));
      }
      leaf.value = Math.fround(learningRate * leaf.value);
    }
  }

  #add({tree, order, starts}: Grown, scores: Float64Array): void {
    if (order.length < scores.length) {
      addTree(tree, this.#rows.table, scores);
      return;
    }
    for (const [at, {value}] of tree.leaves.entries()) {
      const end = starts[at + 1] ?? order.length;
      for (let place = starts[at]!; place < end; place += 1) scores[order[place]!]! += value;
    }
  }
}

/** Adds what a tree puts out to the scores of rows. */
export function addTree(tree: BinnedTree, table: BinnedTable, scores: Float64Array): void {
  const values = Float64Array.from(tree.leaves, ({value}) => value);
  for (const [row, leaf] of leavesOf(tree, table).entries()) scores[row]! += values[leaf]!;
}
