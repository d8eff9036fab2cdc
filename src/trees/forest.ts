import {type Random, randomStream} from '../base/random.js';
import {addTree} from './boosting.js';
import type {Grove} from './ensemble.js';
import {Grower} from './grower.js';
import {countedRows, type Labelled, weightsOf} from './labelled.js';
import type {TreesOptions} from './options.js';
import {type AddTree, type Rounds, takeOver} from './rounds.js';
import type {Tree} from './tree.js';
import type {Workbench} from './workbench.js';

/**
 * A random forest (Breiman 2001): every tree is grown on rows drawn with replacement, its nodes ask of some of the columns
 * each, and all are averaged. A leaf puts out its rows' mean: of a class, the share of it. Splits lower the squared error,
 * which of shares is Gini's impurity. Of three classes or more each has trees of its own.
 */
export class Forest {
  readonly #bench: Workbench;
  readonly #seed: number;
  readonly #grower: Grower;
  readonly #rows: Labelled;
  readonly #weights: Float32Array;
  readonly #counted: Uint32Array;
  readonly #isClasses: boolean;
  readonly #rounds: Tree[][] = [];
  /** The sums of what trees put out for every row, by output. */
  readonly scores: readonly Float64Array[];

  constructor(bench: Workbench, rows: Labelled, options: TreesOptions, seed: number) {
    this.#bench = bench;
    this.#seed = seed;
    this.#grower = new Grower(bench, options);
    this.#rows = rows;
    this.#weights = weightsOf(rows);
    this.#counted = countedRows(this.#weights);
    this.scores = Array.from({length: rows.outputs}, () => new Float64Array(rows.target.length));
    this.#isClasses = options.objective === 'logistic' || options.objective === 'softmax';
  }

  get grove(): Grove {
    const start = new Array<number>(this.#rows.outputs).fill(0);
    return {link: this.#isClasses ? 'probability' : 'identity', start, rounds: this.#rounds, isMean: true};
  }

  round(): void {
    const at = this.#rounds.length;
    const drawn = this.#drawn(randomStream(this.#seed, 'rows', at));
    const rows = this.#counted.filter((row) => drawn[row]! > 0);
    const random = randomStream(this.#seed, 'round', at);
    const {outputs} = this.#rows;
    const [room] = this.#bench.outputs(1);
    const trees = Array.from({length: outputs}, (_, output) => {
      // What is not drawn says nothing, whatever stood there before.
      room!.gradients.fill(0);
      room!.hessians.fill(0);
      for (const row of rows) {
        const weight = this.#weights[row]! * drawn[row]!;
        room!.gradients[row] = -weight * this.#wanted(row, output);
        room!.hessians[row] = weight;
      }
      const {tree} = this.#grower.grow(room!.gradients, room!.hessians, rows, random);
      addTree(tree, this.#bench.table, this.scores[output]!);
      return {branches: tree.branches, leaves: tree.leaves};
    });
    this.#rounds.push(trees);
  }

  /** Goes on from rounds that were grown over the same rows. */
  goOn(rounds: Rounds, add: AddTree): void {
    takeOver(rounds, this.#rounds, this.scores, add);
  }

  /** The weighted mean of half the squared error over the rows, summed over the outputs. */
  loss(): number {
    let [sum, weight] = [0, 0];
    for (let row = 0; row < this.#weights.length; row += 1) {
      const own = this.#weights[row]!;
      weight += own;
      for (const [output, sums] of this.scores.entries())
        sum += (own * (sums[row]! / this.#rounds.length - this.#wanted(row, output)) ** 2) / 2;
    }
    return sum / weight;
  }

  #wanted(row: number, output: number): number {
    const own = this.#rows.target[row]!;
    return this.#isClasses && this.#rows.outputs > 1 ? (own === output ? 1 : 0) : own;
  }

  /** How often each row was drawn, of as many draws as there are rows. */
  #drawn(random: Random): Uint8Array {
    const drawn = new Uint8Array(this.#weights.length);
    const {length} = this.#counted;
    for (let draw = 0; draw < length; draw += 1) drawn[this.#counted[random.integer(length)]!]! += 1;
    return drawn;
  }
}
