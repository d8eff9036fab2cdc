import {type Random, randomStream} from '../base/random.js';
import {lookup} from '../base/registry.js';
import type {Grove} from './ensemble.js';
import {Grower, type Grown} from './grower.js';
import {countedRows, type Labelled, weightsOf} from './labelled.js';
import type {Objective} from './objectives/objective.js';
import {objectives} from './objectives/registry.js';
import type {TreesOptions} from './options.js';
import {type AddTree, type Rounds, takeOver} from './rounds.js';
import {type BinnedTree, leavesOf, type Tree} from './tree.js';
import type {Workbench} from './workbench.js';

/**
 * Gradient boosting (Friedman 2001, alg. 1): each round a tree for each output, fitted to the derivatives of the loss at what
 * those before put out, its leaves by Newton's step (Chen and Guestrin 2016, eq. 5).
 */
export class Boosting {
  readonly #bench: Workbench;
  readonly #options: TreesOptions;
  readonly #seed: number;
  readonly #objective: Objective;
  readonly #grower: Grower;
  readonly #target: Float64Array;
  readonly #weights: Float32Array;
  readonly #rows: Uint32Array;
  readonly #rounds: Tree[][] = [];
  /** What is put out for every row, by output. */
  readonly scores: readonly Float64Array[];
  readonly start: readonly number[];

  /** @throws UNKNOWN_NAME for an objective that is not there */
  constructor(bench: Workbench, rows: Labelled, options: TreesOptions, seed: number) {
    this.#bench = bench;
    this.#options = options;
    this.#seed = seed;
    this.#objective = lookup(objectives, 'objective', options.objective);
    this.#grower = new Grower(bench, options);
    this.#target = rows.target;
    this.#weights = weightsOf(rows);
    this.#rows = countedRows(this.#weights);
    const call = {target: rows.target, weights: this.#weights, options: options.objectiveOptions};
    this.start = this.#objective.start({...call, outputs: rows.outputs}).map(Math.fround);
    this.scores = this.start.map((start) => new Float64Array(rows.target.length).fill(start));
  }

  get grove(): Grove {
    return {link: this.#objective.link, start: this.start, rounds: this.#rounds, isMean: false};
  }

  /** Adds a tree for each output. */
  round(): void {
    const {scores} = this;
    const {kernel} = this.#bench;
    const at = this.#rounds.length;
    const random = randomStream(this.#seed, 'round', at);
    const rows = this.#sample(randomStream(this.#seed, 'rows', at));
    const outputs = this.#bench.outputs(scores.length);
    const call = {
      scores,
      target: this.#target,
      weights: this.#weights,
      options: this.#options.objectiveOptions,
    };
    this.#objective.derive(
      {...call, room: outputs.map(({room}) => room), exp: (values) => kernel.exp(values)},
      outputs.map(({gradients}) => gradients),
      outputs.map(({hessians}) => hessians),
    );
    const trees = outputs.map(({gradients, hessians}, output) => {
      const grown = this.#grower.grow(gradients, hessians, rows, random);
      this.#settle(grown, scores[output]!);
      this.#add(grown, scores[output]!);
      return {branches: grown.tree.branches, leaves: grown.tree.leaves};
    });
    this.#rounds.push(trees);
  }

  /** Goes on from rounds that were grown over the same rows. */
  goOn(rounds: Rounds, add: AddTree): void {
    takeOver(rounds, this.#rounds, this.scores, add);
  }

  /** The weighted mean of the loss over the rows. */
  loss(): number {
    return meanLoss(this.#objective, this.scores, {
      target: this.#target,
      weights: this.#weights,
      options: this.#options.objectiveOptions,
    });
  }

  #sample(random: Random): Uint32Array {
    const {subsample} = this.#options;
    return subsample === 1 ? this.#rows : this.#rows.filter(() => random.uniform() < subsample);
  }

  /** Makes the leaves what they put out in the model. */
  #settle({tree, order, starts}: Grown, scores: Float64Array): void {
    const {learningRate, objectiveOptions} = this.#options;
    const {renew} = this.#objective;
    for (const [at, leaf] of tree.leaves.entries()) {
      if (renew) {
        const rows = order.subarray(starts[at], starts[at + 1] ?? order.length);
        const residuals = Float64Array.from(rows, (row) => this.#target[row]! - scores[row]!);
        const weights = Float32Array.from(rows, (row) => this.#weights[row]!);
        const {low, high} = tree.bounds[at]!;
        const value = rows.length > 0 ? renew(residuals, weights, objectiveOptions) : 0;
        leaf.value = Math.min(high, Math.max(low, value));
      }
      leaf.value = Math.fround(learningRate * leaf.value);
    }
  }

  #add({tree, order, starts}: Grown, scores: Float64Array): void {
    if (order.length < scores.length) {
      addTree(tree, this.#bench.table, scores);
      return;
    }
    for (const [at, {value}] of tree.leaves.entries()) {
      const end = starts[at + 1] ?? order.length;
      for (let place = starts[at]!; place < end; place += 1) scores[order[place]!]! += value;
    }
  }
}

/** The weighted mean of an objective's loss. */
export function meanLoss(
  objective: Objective,
  scores: readonly Float64Array[],
  {target, weights, options}: {target: Float64Array; weights: Float32Array; options: Record<string, number>},
): number {
  const put = scores.map(() => 0);
  let [sum, weight] = [0, 0];
  for (let row = 0; row < target.length; row += 1) {
    for (let output = 0; output < put.length; output += 1) put[output] = scores[output]![row]!;
    sum += weights[row]! * objective.loss(put, target[row]!, options);
    weight += weights[row]!;
  }
  return sum / weight;
}

/** Adds what a tree puts out to the scores of rows. */
export function addTree(tree: BinnedTree, table: Workbench['table'], scores: Float64Array): void {
  const values = Float64Array.from(tree.leaves, ({value}) => value);
  const leaves = leavesOf(tree, table);
  for (let row = 0; row < scores.length; row += 1) scores[row]! += values[leaves[row]!]!;
}
