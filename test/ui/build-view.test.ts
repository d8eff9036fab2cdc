import {expect, it} from 'vitest';
import type {BuildResult} from '../../src/lifecycle/build-result.js';
import type {BuildView, TrialView} from '../../src/lifecycle/build-show.js';
import {buildResultView, buildShowView} from '../../src/ui/build-view.js';

const result: BuildResult = {
  run: '0001',
  best: {
    trial: 2,
    family: 'linear',
    parameters: {learningRate: 0.0436, batchSize: 64},
    weights_sha256: 'a',
    metrics: {validation: {accuracy: 0.901, 'roc-auc': 0.8247}, test: {accuracy: 0.9015, 'roc-auc': 0.8131}},
  },
  baseline: {test: {accuracy: 0.894, 'roc-auc': 0.5}},
  trials: 2,
  stopped_by: 'time',
  seconds: 17.91,
};

const trial = (number: number, more: Partial<TrialView>): TrialView => ({
  ...{
    trial: number,
    group: number,
    family: 'mlp',
    parameters: {units: 32},
    state: 'waiting',
    epochs: 0,
    ...more,
  },
});

const running = {
  run: '0001',
  state: 'running',
  metric: 'roc-auc',
  workers: [
    {worker: 0, pid: 411, units: 12, at_work: 'trial 1, epoch 3, train'},
    {worker: 1, pid: 412, units: 9, at_work: null},
  ],
  trials: [
    trial(2, {family: 'linear', state: 'done', epochs: 10, scores: {'roc-auc': 0.8247}}),
    trial(1, {state: 'running', epochs: 2, scores: {'roc-auc': 0.79}}),
    trial(3, {state: 'failed', reason: 'the loss is not a number'}),
    trial(4, {}),
  ],
  seconds: 6.25,
} as unknown as BuildView;

it('shows a run that goes on', () => {
  expect(buildShowView(running).split('\n')).toEqual([
    'run 0001: running for 6.3 s',
    '',
    '  trial  family  roc-auc  epochs  state    parameters',
    '      2  linear   0.8247      10  done     units=32',
    '      1  mlp      0.7900       2  running  units=32',
    '      3  mlp           -       0  failed   the loss is not a number',
    '  and 1 trial waiting',
    '',
    '  worker  process  units done  does',
    '       0      411          12  trial 1, epoch 3, train',
    '       1      412           9  waits for work',
    '',
    'best so far: trial 2, linear, roc-auc 0.8247',
  ]);
});

it('shows how a run ended, and what it left undone', () => {
  const shown = buildShowView({...running, state: 'ended', seconds: 17.91, result});
  expect(shown).toMatch(/^run 0001: ended after 17\.9 s, which is all the time it had\n/);
  expect(shown).toMatch(/ 1 {2}mlp .* cut off /);
  expect(shown).toContain('and 1 trial not begun');
  expect(shown).toMatch(
    /units done\n {7}0 {6}411 {10}12\n[\s\S]*\nbest: trial 2, linear, roc-auc 0\.8247; on the test rows 0\.8131$/,
  );
});

it('shows that a run was broken off, and what to type', () => {
  const shown = buildShowView({...running, state: 'broken-off'});
  expect(shown).toMatch(/^run 0001: broken off after 6\.3 s: its process is gone\n/);
  expect(shown).toMatch(/best so far: trial 2.*\nNext: adl build$/);
  const told = buildShowView({...running, state: 'broken-off', interrupted: true});
  expect(told).toMatch(/^run 0001: broken off after 6\.3 s: it was told to stop\n/);
});

it('shows why a run failed', () => {
  const shown = buildShowView({...running, state: 'failed', failure: 'Expected more.'});
  expect(shown).toMatch(/^run 0001: failed after 6\.3 s: Expected more\.\n/);
});

it('shows a run that has said nothing yet', () => {
  const shown = buildShowView({...running, metric: '', workers: [], trials: []});
  expect(shown).toMatch(/No trial has ended an epoch\.$/);
});

it('keeps within the terminal', () => {
  const long = {
    ...running.trials[0]!,
    parameters: {units: 32, hiddenLayers: 2, learningRate: 0.001, alpha: 0.3},
  };
  for (const width of [40, 60, 80])
    for (const line of buildShowView({...running, workers: [], trials: [long]}, {width}).split('\n'))
      expect(line.length).toBeLessThanOrEqual(width);
});

it('lists as many trials as it is asked to, and shows curves below them', () => {
  const shown = buildShowView(running, {top: 1, curves: ['a curve']}).split('\n');
  expect(shown.slice(3, 6)).toEqual([
    '      2  linear   0.8247      10  done   units=32',
    '  and 2 more trials',
    '  and 1 trial waiting',
  ]);
  expect(shown.slice(-3)).toEqual(['a curve', '', 'best so far: trial 2, linear, roc-auc 0.8247']);
});

it('shows what a build chose beside the baseline', () => {
  expect(buildResultView(result).split('\n')).toEqual([
    'run 0001: 2 trials in 17.9 s, which is all the time it had',
    'best: trial 2, linear, learningRate=0.0436, batchSize=64',
    '',
    '  metric    validation    test  baseline',
    '  accuracy      0.9010  0.9015    0.8940',
    '  roc-auc       0.8247  0.8131    0.5000',
    '',
    'baseline: on the test rows, always the most frequent class; of numbers, the mean',
    '',
    'Next: adl deploy --to service',
  ]);
});

it('says of a run that waits for room on the disk which file it waits for', () => {
  const shown = buildShowView({...running, paused: '/data/1-1.ckpt'} as BuildView);
  expect(shown).toMatch(
    /^run 0001: paused after [\d.]+ s, as there is no room on the disk for \/data\/1-1.ckpt$/m,
  );
});

it('says how far a model got that ended no epoch', () => {
  const best = {...result.best, partial: {visited: 1, shards: 2}};
  expect(buildResultView({...result, best})).toContain(
    'No epoch could end in that time: this model has seen 1 of 2 shards once.',
  );
});
