import {describe, expect, it} from 'vitest';
import {Leaderboard} from '../../src/lifecycle/leaderboard.js';
import {decidingMetric} from '../../src/train/evaluate.js';

interface Epoch {
  trial: number;
  epoch: number;
  score: number;
  finished?: boolean;
  weights?: number;
}

const a1 = {trial: 1, epoch: 1, score: 0.9};
const a2 = {trial: 1, epoch: 2, score: 0.7, finished: true};
const b1 = {trial: 2, epoch: 1, score: 0.8};

describe('Leaderboard', () => {
  it.each([[[a1, b1, a2]], [[a1, a2, b1]], [[b1, a1, a2]]])(
    'gives the same best in whatever order results arrive: %o',
    (epochs) => {
      const {board, kept} = entered(epochs);
      expect(board.best).toMatchObject({trial: 2, epoch: 1});
      expect(kept).toContain('2/1');
    },
  );

  it('counts a trial as it ended, and not by its luckiest epoch', () => {
    const {board} = entered([a1, a2, {trial: 2, epoch: 2, score: 0.75, finished: true}]);
    expect(board.best).toMatchObject({trial: 2, score: 0.75});
  });

  it('gives equal scores to the smaller model', () => {
    const large = {trial: 1, epoch: 2, score: 0.8, finished: true, weights: 900};
    const {board} = entered([large, {...large, trial: 2, weights: 30}]);
    expect(board.best!.trial).toBe(2);
  });

  it('forgets a trial that failed, and takes no score that is no number', () => {
    const {board} = entered([b1, {trial: 3, epoch: 1, score: Number.NaN}]);
    board.drop(2);
    expect(board.best).toBeUndefined();
    expect(board.tried).toBe(2);
  });

  it('says of each epoch which models may be chosen now: its candidates, and no others', () => {
    const better = {trial: 3, epoch: 2, score: 0.95, finished: true};
    const {board, kept} = entered([a1, b1, {...b1, epoch: 2, score: 0.85}, a2, better]);
    expect(kept.toSorted()).toEqual(['2/2', '3/2']);
    expect(board.candidates.map(({trial, epoch}) => `${trial}/${epoch}`).toSorted()).toEqual(kept.toSorted());
  });
});

function entered(epochs: Epoch[]) {
  const board = new Leaderboard(decidingMetric({kind: 'classification', labels: ['a', 'b']}, 'accuracy'));
  const kept = new Set<string>();
  for (const {score, finished = false, weights = 10, ...epoch} of epochs) {
    const ended = {...epoch, finished, weights};
    const {taken, dropped} = board.enter(ended, {accuracy: score, 'log-loss': 1});
    if (taken) kept.add(`${taken.trial}/${taken.epoch}`);
    for (const {trial, epoch: at} of dropped) kept.delete(`${trial}/${at}`);
  }
  return {board, kept: [...kept]};
}
