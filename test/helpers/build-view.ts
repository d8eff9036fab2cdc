import type {BuildView, TrialView} from '../../src/lifecycle/build-show.js';
import type {Picture} from '../../src/ui/dashboard/picture.js';

const trial = (number: number, state: TrialView['state'], epochs: number, score?: number): TrialView => ({
  ...{
    trial: number,
    group: number,
    family: 'mlp',
    parameters: {units: 64, learningRate: 0.001234567},
    state,
    epochs,
  },
  ...(score !== undefined && {scores: {'average-precision': score}}),
});

/** A run of five trials in the middle of its time. */
export function view(): BuildView {
  return {
    ...{run: '0001', state: 'running', metric: 'average-precision', direction: 'maximize'},
    ...{epochs: 8, started: 1_000_000, time: 30_000, seconds: 20},
    workers: [
      {worker: 0, pid: 11, units: 4, at_work: 'trial 7, epoch 7, train', trials: [7], since: 1_019_500},
      {worker: 1, pid: 12, units: 3, at_work: null, trials: [], since: null},
    ],
    trials: [
      trial(7, 'running', 6, 0.8123),
      trial(2, 'done', 8, 0.6),
      trial(3, 'done', 8, 0.5),
      {...trial(4, 'failed', 4), reason: 'the loss was no longer a finite number in epoch 5'},
      trial(5, 'waiting', 0),
    ],
    curve: [
      {seconds: 3, trial: 2, epoch: 1, score: 0.6},
      {seconds: 12, trial: 7, epoch: 6, score: 0.8123},
    ],
  };
}

export function picture(change: Partial<Picture> = {}): Picture {
  return {
    ...{view: view(), now: 1_020_000, started: 1_000_000, warnings: [], stopping: false},
    ...{columns: 80, rows: 24},
    ...change,
  };
}
