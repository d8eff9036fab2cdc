import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Leaderboard} from '../../src/lifecycle/leaderboard.js';
import {decidingMetric} from '../../src/train/evaluate.js';
import {temporaryFolder} from '../helpers/adl.js';

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
      const {board, content} = entered(epochs);
      expect(board.best).toMatchObject({trial: 2, epoch: 1});
      expect(content()).toBe('2/1');
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

  it('leaves no checkpoint behind', () => {
    const {board, folder} = entered([a1, b1, a2]);
    board.clear();
    expect(readdirSync(folder)).toEqual(['given']);
  });
});

function entered(epochs: Epoch[]) {
  const folder = temporaryFolder();
  const given = join(folder, 'given');
  const board = new Leaderboard(
    decidingMetric({kind: 'classification', labels: ['a', 'b']}, 'accuracy'),
    folder,
  );
  for (const {trial, epoch, score, finished = false, weights = 10} of epochs) {
    writeFileSync(given, `${trial}/${epoch}`);
    const result = {trial, epoch, loss: 0, checkpoint: given, sha256: '', predictions: []};
    board.enter(result, {accuracy: score, 'log-loss': 1}, {finished, weights});
  }
  const content = () => (existsSync(board.best!.path) ? readFileSync(board.best!.path, 'utf8') : 'nothing');
  return {board, content, folder};
}
