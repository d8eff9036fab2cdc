import type {Lane} from '../hopper/lane.js';
import type {Unit} from '../hopper/shop.js';
import type {Forecast} from './forecast.js';
import type {Shards} from './shards.js';
import {usualPace} from './strategy.js';

/** The part of a run after which the rest can be told. */
const enough = 0.1;

export interface Prediction {
  /** Of the whole run, from its beginning. */
  seconds: number;
  /** When it was made. */
  after: number;
}

export interface PredictorOptions {
  /** What the whole run would take at the usual pace: its proportions are what counts. */
  forecast: Forecast;
  shards: Shards;
  /** Milliseconds. */
  now: () => number;
  /** When the run began. */
  started: number;
  onPrediction: (prediction: Prediction) => void;
}

/**
 * Watches the first units of a run, and says when it will be over: once, when a tenth of it is done. The first unit of a
 * group at a worker does not count, as it makes the group's graph ready there.
 */
export function predictor({forecast, shards, now, started, onPrediction}: PredictorOptions) {
  const ended = new Map<number, number>();
  const seen = new Set<string>();
  let [done, cost, time, isMade] = [0, 0, 0, false];
  return (unit: Unit, lanes: readonly Lane[]) => {
    if (isMade) return;
    const {worker, group, kind} = unit;
    const own = usualCost(unit, lanes, shards);
    const [before, at] = [ended.get(worker), now()];
    ended.set(worker, at);
    done += own;
    const first = `${worker}/${group}/${kind}`;
    if (before !== undefined && seen.has(first)) {
      cost += own;
      time += at - before;
    }
    seen.add(first);
    if (done < enough * forecast.busy || cost < done / 4) return;
    isMade = true;
    const left = ((forecast.busy - done) / forecast.workers) * (time / cost);
    onPrediction({seconds: (at - started + left) / 1000, after: (at - started) / 1000});
  };
}

function usualCost({kind, shard}: Unit, lanes: readonly Lane[], {shards, validationRows}: Shards): number {
  const trials = lanes.map(({trial}) => trial);
  return kind === 'train'
    ? usualPace.train(trials, shards[shard]!.rows)
    : usualPace.evaluate(trials, validationRows);
}
