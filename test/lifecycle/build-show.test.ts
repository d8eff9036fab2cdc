import {expect, it} from 'vitest';
import {showBuild} from '../../src/lifecycle/build-show.js';
import {openJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {createRun} from '../../src/project/runs.js';
import {folderWith, hostIn} from '../helpers/source.js';

type Scores = Record<number, number[]>;

/** A run of two epochs, in which each trial's epochs scored as said. */
function projectWith(scores: Scores, best?: number): string {
  const root = folderWith({'adl.yaml': ''});
  const {id, run} = createRun(projectPaths(root));
  const journal = openJournal(run.journal, () => 0);
  journal.append('run-started', {run: id, pid: process.pid, metric: 'accuracy', epochs: 2});
  for (const [trial, epochs] of Object.entries(scores)) {
    journal.append('trial-added', {trial: Number(trial), family: 'linear', parameters: {}});
    epochs.forEach((accuracy, at) => {
      journal.append('epoch-ended', {trial: Number(trial), epoch: at + 1, scores: {accuracy}});
    });
  }
  if (best !== undefined) journal.append('run-ended', {result: {best: {trial: best}}});
  return root;
}

async function ranking(root: string): Promise<[number, number | undefined][]> {
  const {trials} = await showBuild(hostIn(root), {});
  return trials.map(({trial, scores}) => [trial, scores?.accuracy]);
}

it('ranks trials as a build chooses: as they ended, and by their best epoch while they are under way', async () => {
  const root = projectWith({1: [0.9, 0.7], 2: [0.6, 0.8], 3: [0.75], 4: []});
  expect(await ranking(root)).toEqual([
    [2, 0.8],
    [3, 0.75],
    [1, 0.7],
    [4, undefined],
  ]);
});

it('puts the trial that was chosen before its equals', async () => {
  expect((await ranking(projectWith({1: [0.5, 0.8], 2: [0.5, 0.8]}, 2)))[0]).toEqual([2, 0.8]);
});
