import {setImmediate as turn} from 'node:timers/promises';
import {randomStream} from '../base/random.js';
import {lookup} from '../base/registry.js';
import {loadParts, type Rows} from '../data/batches.js';
import {binTable} from '../trees/binned-table.js';
import {fitBins} from '../trees/bins.js';
import {Boosting, meanLoss} from '../trees/boosting.js';
import {ensembleOf} from '../trees/ensemble.js';
import {Forest} from '../trees/forest.js';
import {Kernel} from '../trees/kernel.js';
import {objectives} from '../trees/objectives/registry.js';
import {walk} from '../trees/walk.js';
import {Workbench} from '../trees/workbench.js';
import {checkpointHash} from './checkpoint.js';
import {Cut} from './cut.js';
import {chosenRounds, type GroveState, readGrove, writeGrove} from './grove-file.js';
import type {GrowLane} from './grow-lane.js';
import {rowWidths} from './rows.js';
import {treePredictions} from './tree-predictions.js';
import {expectCounts, tableShape, treeTarget, treeWeights} from './tree-rows.js';
import type {Trained, UnitInputs} from './unit.js';

export interface TreesTrainerOptions {
  /** The parts of all rows to grow on, and to stop early by. */
  whole: {train: readonly string[]; validation: readonly string[]};
  threads: number;
  clock: () => number;
  /** Asked between rounds: whether the unit is not to come to its end. */
  isCut: () => boolean;
  halfway?: (() => void) | undefined;
}

/** Trees under way, and the state that they were in when they were written last. */
interface Growing {
  grower: Boosting | Forest;
  best: GroveState['best'];
  /** Of boosting that may stop early. */
  watched: Watched | undefined;
  sha256: string | undefined;
}

/** The validation rows: what is to be predicted of them, what they count, and what is put out for them. */
interface Watched {
  target: Float64Array;
  weights: Float32Array;
  scores: Float64Array[];
}

/** Milliseconds after which a process looks at what it is told. */
const lookEvery = 100;

/** Bytes of what is put out for all rows, of configurations whose next epoch may come: others are made anew from their trees. */
export const mostKept = 256e6;

/** Grows trees, an epoch of rounds at a time. Bins are made once, and used by all configurations. */
export class TreesTrainer {
  readonly #inputs: UnitInputs;
  readonly #options: TreesTrainerOptions;
  readonly #growing = new Map<number, Growing>();
  readonly #benches = new Map<number, Workbench>();
  readonly #rows = new Map<string, Promise<Rows>>();
  #kernel: Kernel | undefined;
  #spent = 0;
  #looked = 0;

  constructor(inputs: UnitInputs, options: TreesTrainerOptions) {
    this.#inputs = inputs;
    this.#options = options;
  }

  /** Milliseconds of growing and predicting since this was asked last. */
  spent(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  /** @throws Cut */
  async grow(lane: GrowLane, seed: number): Promise<Trained> {
    const begun = this.#options.clock();
    try {
      const growing = await this.#grown(lane, seed);
      const loss = growing.grower.loss();
      this.#spent += this.#options.clock() - begun;
      const state = {trial: lane.trial, grove: growing.grower.grove, best: growing.best};
      growing.sha256 = await writeGrove(lane.to, state, this.#options.halfway);
      if (lane.epoch < lane.epochs) this.#keep(lane.trial, growing);
      return {loss, sha256: growing.sha256};
    } catch (error) {
      // What was at work may have been left half done: all is made anew.
      if (!(error instanceof Cut)) this.#forget();
      throw error;
    }
  }

  /** Probabilities or predictions of trees that were written, in the order of the parts' rows. */
  async evaluate(from: string, parts: readonly string[]): Promise<Float32Array> {
    const [state, rows] = [await readGrove(from), await this.#loaded(parts)];
    const begun = this.#options.clock();
    const ensemble = ensembleOf(chosenRounds(state));
    const predictions = await treePredictions(ensemble, rows, this.#inputs, () => this.#breathe());
    this.#spent += this.#options.clock() - begun;
    return predictions;
  }

  async #grown(lane: GrowLane, seed: number): Promise<Growing> {
    const growing = await this.#taken(lane, seed);
    const {options, epoch, epochs} = lane;
    const rounds = Math.max(1, Math.round((options.rounds * epoch) / epochs));
    while (growing.grower.grove.rounds.length < rounds && !isOver(growing, options.patience)) {
      await this.#breathe();
      growing.grower.round();
      if (growing.watched) await this.#watch(growing, lane, growing.watched);
    }
    return growing;
  }

  /** Lets messages in now and then. @throws Cut */
  async #breathe(): Promise<void> {
    if (this.#options.clock() - this.#looked > lookEvery) {
      await turn();
      this.#looked = this.#options.clock();
    }
    if (this.#options.isCut()) throw new Cut();
  }

  #forget(): void {
    this.#kernel?.close();
    this.#kernel = undefined;
    this.#benches.clear();
    this.#growing.clear();
  }

  /** The trees of a configuration, taken out until they are written: what is cut off is begun again from the file. */
  async #taken(lane: GrowLane, seed: number): Promise<Growing> {
    const known = this.#growing.get(lane.trial);
    this.#growing.delete(lane.trial);
    if (lane.from === null) return this.#begun(lane, seed);
    if (known && known.sha256 === (await checkpointHash(lane.from))) return known;
    const state = await readGrove(lane.from);
    const growing = await this.#begun(lane, seed);
    const rows = await this.#loaded(this.#options.whole.train);
    const shape = tableShape(this.#inputs.columns);
    // A clone goes on from where its parent was best, and is patient anew.
    const isClone = state.trial !== lane.trial;
    for (const trees of (isClone ? chosenRounds(state) : state.grove).rounds) {
      await this.#breathe();
      growing.grower.goOn([trees], (tree, scores) => walk(tree, rows, shape, scores));
      if (growing.watched) await this.#walkLast(growing.grower, growing.watched);
    }
    if (!isClone) return {...growing, best: state.best};
    if (growing.watched) note(growing, lane, growing.watched);
    return growing;
  }

  async #begun({options, outputs, trial}: GrowLane, seed: number): Promise<Growing> {
    const bench = await this.#bench(options.bins, seed);
    const rows = await this.#loaded(this.#options.whole.train);
    const {task} = this.#inputs;
    const target = treeTarget(rows.target, task, options);
    if (options.objective === 'poisson') expectCounts(target);
    const labelled = {target, weights: treeWeights(target, task, options), outputs};
    const own = randomStream(seed, 'trees', trial).integer(2 ** 32);
    if (options.method === 'forest')
      return {
        grower: new Forest(bench, labelled, options, own),
        best: null,
        watched: undefined,
        sha256: undefined,
      };
    const grower = new Boosting(bench, labelled, options, own);
    if (options.patience === null) return {grower, best: null, watched: undefined, sha256: undefined};
    const validation = await this.#loaded(this.#options.whole.validation);
    const watchedTarget = treeTarget(validation.target, task, options);
    const watched = {
      target: watchedTarget,
      weights: treeWeights(watchedTarget, task, options) ?? new Float32Array(validation.rows).fill(1),
      scores: grower.start.map((start) => new Float64Array(validation.rows).fill(start)),
    };
    return {grower, best: {loss: Number.MAX_VALUE, rounds: 0}, watched, sha256: undefined};
  }

  /** Notes whether the last round has lowered the loss on the validation rows. */
  async #watch(growing: Growing, lane: GrowLane, watched: Watched): Promise<void> {
    await this.#walkLast(growing.grower, watched);
    note(growing, lane, watched);
  }

  async #walkLast({grove: {rounds}}: Boosting | Forest, {scores}: Watched): Promise<void> {
    const rows = await this.#loaded(this.#options.whole.validation);
    for (const [output, tree] of rounds.at(-1)!.entries())
      walk(tree, rows, tableShape(this.#inputs.columns), scores[output]!);
  }

  #keep(trial: number, growing: Growing): void {
    this.#growing.set(trial, growing);
    const bytes = () => [...this.#growing.values()].reduce((sum, {grower}) => sum + bytesOf(grower), 0);
    for (const oldest of this.#growing.keys()) {
      if (bytes() <= mostKept) return;
      this.#growing.delete(oldest);
    }
  }

  async #bench(most: number, seed: number): Promise<Workbench> {
    const found = this.#benches.get(most);
    if (found) return found;
    const rows = await this.#loaded(this.#options.whole.train);
    this.#kernel ??= new Kernel(this.#options.threads);
    const bins = fitBins(rows, tableShape(this.#inputs.columns), most, randomStream(seed, 'bins'));
    const bench = new Workbench(this.#kernel, binTable(this.#kernel, rows, bins));
    this.#benches.set(most, bench);
    return bench;
  }

  #loaded(parts: readonly string[]): Promise<Rows> {
    const key = parts.join('\n');
    const found = this.#rows.get(key) ?? loadParts(parts, rowWidths(this.#inputs.columns));
    this.#rows.set(key, found);
    found.catch(() => this.#rows.delete(key));
    return found;
  }
}

/** Keeps the lowest loss on the validation rows, and the rounds that it took. */
function note(growing: Growing, {options}: GrowLane, {scores, ...watched}: Watched): void {
  const objective = lookup(objectives, 'objective', options.objective);
  const loss = meanLoss(objective, scores, {...watched, options: options.objectiveOptions});
  if (growing.best && loss < growing.best.loss)
    growing.best = {loss, rounds: growing.grower.grove.rounds.length};
}

function isOver({grower, best}: Growing, patience: number | null): boolean {
  return best !== null && patience !== null && grower.grove.rounds.length - best.rounds >= patience;
}

/** Of what is put out, the target, weights and rows. */
function bytesOf(grower: Boosting | Forest): number {
  return grower.scores.reduce((sum, {byteLength}) => sum + 3 * byteLength, 0);
}
