import {expect, it} from 'vitest';
import type {DeployResult} from '../../src/lifecycle/deploy.js';
import {deployView} from '../../src/ui/deploy-view.js';
import {runView, statusView} from '../../src/ui/status-view.js';

const deployed: DeployResult = {
  version: '2',
  model: '.adl/models/2/model.onnx',
  bytes: 17_336,
  parity: {rows: 9000, max_difference: 0},
  service: null,
};

it('shows a deployment in figures that can be read', () => {
  expect(deployView(deployed).split('\n')).toEqual([
    'model version 2: .adl/models/2/model.onnx, 17.3 kB',
    'answers like the trained model on 9,000 real rows: no difference',
    'Next: adl deploy serve',
  ]);
  const close = deployView({...deployed, parity: {rows: 1, max_difference: 2.384e-7}});
  expect(close).toContain('on 1 real row: largest difference 2.4e-7');
});

it('names a folder so that a shell takes it for one word', () => {
  expect(deployView({...deployed, service: '../my service'})).toContain(
    'Next: cd "../my service" && npm install',
  );
  expect(deployView({...deployed, service: 'service'})).toContain('Next: cd service && npm install');
});

it('shows what the stages of a run made', () => {
  const shown = runView({
    stages: [
      {name: 'source', ran: false},
      {name: 'build', ran: false},
      {name: 'deploy', ran: true, result: deployed},
    ],
  });
  expect(shown.split('\n')).toEqual([
    '  stage   result',
    '  source  was fresh: skipped',
    '  build   was fresh: skipped',
    '  deploy  ran',
    '',
    ...deployView(deployed).split('\n'),
  ]);
});

it('says what to do about a stale stage, and when there is nothing to do', () => {
  const stage = {name: 'source' as const, because: 'It has not run yet.'};
  expect(statusView({stages: [{...stage, fresh: false}]})).toMatch(/source {2}stale .*\n\nNext: adl run$/);
  expect(statusView({stages: [{...stage, fresh: true}]})).toMatch(/\n\nNothing to do\.$/);
});
