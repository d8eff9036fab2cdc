import type {Json} from '../../src/base/json.js';
import {openJournal} from '../../src/project/journal.js';
import {projectPaths, type RunPaths} from '../../src/project/paths.js';
import {createRun} from '../../src/project/runs.js';

export interface TrialScript {
  family?: string;
  parameters?: Record<string, string | number | boolean>;
  /** After each epoch. */
  accuracy: number[];
  failed?: string;
}

export interface RunScript {
  /** What else the run was started with. */
  settings?: Record<string, Json>;
  trials: TrialScript[];
  /** Whether it came to its end, with the first trial as its best. */
  ended?: boolean;
}

/** Adds a run to a project whose journal says what a build would have said. */
export function writeRun(root: string, {settings = {}, trials, ended = true}: RunScript): RunPaths {
  const {id, run} = createRun(projectPaths(root));
  let at = Date.UTC(2026, 10, 23, 16);
  const journal = openJournal(run.journal, () => (at += 1000));
  const facts = {run: id, pid: 0, started: at, snapshot: 'a3'.repeat(32), metric: 'accuracy', epochs: 3};
  journal.append('run-started', {...facts, criterion: 'log-loss', families: ['linear', 'mlp'], ...settings});
  trials.forEach(({family = 'linear', parameters = {}}, index) => {
    journal.append('trial-added', {trial: index + 1, group: 1, family, parameters, weights: 10});
  });
  const most = Math.max(0, ...trials.map(({accuracy}) => accuracy.length));
  for (let epoch = 1; epoch <= most; epoch += 1)
    trials.forEach(({accuracy}, index) => {
      const value = accuracy[epoch - 1];
      if (value === undefined) return;
      const scores = {accuracy: value, 'log-loss': 1 - value};
      journal.append('epoch-ended', {trial: index + 1, epoch, loss: 2 - value, scores});
    });
  trials.forEach(({failed}, index) => {
    if (failed) journal.append('trial-failed', {trial: index + 1, reason: failed});
  });
  const [best] = trials;
  if (!ended || !best) return run;
  const scores = {accuracy: best.accuracy.at(-1)!, 'log-loss': 1 - best.accuracy.at(-1)!};
  const metrics = {validation: scores, test: {accuracy: scores.accuracy - 0.01, 'log-loss': 0.3}};
  const chosen = {trial: 1, family: best.family ?? 'linear', parameters: best.parameters ?? {}};
  const result = {
    run: id,
    best: {...chosen, weights_sha256: 'c0', metrics},
    ...{baseline: {test: scores}, trials: trials.length, stopped_by: 'trials', seconds: 9},
  };
  journal.append('run-ended', {result});
  return run;
}
