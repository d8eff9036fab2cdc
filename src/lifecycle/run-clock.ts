import type {Lane} from '../hopper/lane.js';
import type {Unit} from '../hopper/shop.js';
import {trainCost} from '../hopper/trial-cost.js';
import type {Costs} from '../hopper/wire.js';
import {evaluationCost} from '../train/cost.js';
import type {Shards} from './shards.js';

export interface RunClockOptions {
  /** Milliseconds, from when they count; null for any. */
  time: number | null;
  started: number;
  now: () => number;
  /** Milliseconds that the run has waited for room on the disk: they do not count. */
  paused: () => number;
  rows: {train: number; validation: number; test: number};
}

/** Rows that took so many milliseconds. */
interface Took {
  rows: number;
  milliseconds: number;
}

/** What is written at the end takes so long, in milliseconds. */
const saving = 150;

/**
 * When a run has to stop training, so that it is over in its time: what the end will take is told from what was measured on
 * the way. The test rows are read by a worker as it has read its own, scored as validation rows were, and their metrics
 * computed as of those; until an epoch has ended, one that has not may have to be scored too.
 */
export class RunClock {
  readonly #options: RunClockOptions;
  #reading: Took = {rows: 1, milliseconds: 0};
  #targets: Took = {rows: 1, milliseconds: 0};
  #metrics: Took = {rows: 2, milliseconds: 0};
  #hasModel = false;
  /** The slowest of what was seen: milliseconds for a row that is scored, and for an operation. */
  #row = 0;
  #operation = 0;
  #weights = 0;

  constructor(options: RunClockOptions) {
    this.#options = options;
  }

  get isOver(): boolean {
    return this.left <= 0;
  }

  /** Milliseconds that are left for training. */
  get left(): number {
    const {started, time, now, paused} = this.#options;
    if (time === null) return Number.POSITIVE_INFINITY;
    // Without any model there is nothing to end with.
    const most = time / (this.#hasModel ? 2 : 3);
    return started + time + paused() - now() - Math.min(most, this.reserve);
  }

  /** Milliseconds that are kept for the end. */
  get reserve(): number {
    const {train, validation, test} = this.#options.rows;
    const for_ = ({rows, milliseconds}: Took, others: number) => (milliseconds / rows) * others;
    const scored = this.#hasModel ? test : test + validation;
    const row = this.#row || this.#operation * evaluationCost(this.#weights, 1);
    // Rows are put in order for some.
    const sorted = (rows: number) => Math.log(Math.max(2, rows)) / Math.log(this.#metrics.rows);
    const metrics =
      for_(this.#metrics, 2 * test) * sorted(test) + for_(this.#metrics, scored - test) * sorted(validation);
    const reading = Math.max(for_(this.#reading, test) + row * scored, for_(this.#targets, train + test));
    return saving + reading + metrics;
  }

  /** A worker has read its rows. */
  read(took: Took): void {
    if (took.milliseconds / took.rows > this.#reading.milliseconds / this.#reading.rows) this.#reading = took;
  }

  /** Targets were read here. */
  readTargets(took: Took): void {
    this.#targets = took;
  }

  /** Metrics were computed. */
  computed(took: Took): void {
    this.#metrics = {...took, rows: Math.max(2, took.rows)};
  }

  /** There is a model to choose. */
  found(): void {
    this.#hasModel = true;
  }

  ended(
    {kind, shard}: Unit,
    lanes: readonly Lane[],
    {engine}: Costs,
    {shards, validationRows}: Shards,
  ): void {
    const {rows} = shards[shard]!;
    for (const {trial} of lanes) this.#weights = Math.max(this.#weights, trial.weights);
    if (kind === 'evaluate') this.#row = Math.max(this.#row, engine / lanes.length / validationRows);
    else {
      const operations = lanes.reduce((sum, {trial}) => sum + trainCost(trial, rows), 0);
      this.#operation = Math.max(this.#operation, engine / operations);
    }
  }
}
