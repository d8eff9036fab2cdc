import {readFileSync, writeFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {status} from '../../src/lifecycle/status.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';
import {MlflowServer} from '../helpers/mlflow-server.js';
import {finish} from '../helpers/untrained-project.js';

it('tells the server of a run that goes on, which is no other build for it', async () => {
  const root = temporaryFolder();
  const host = await sourcedProject(root);
  const server = await MlflowServer.start();
  const {manifest, run} = projectPaths(root);
  await finished(build(host, {trials: 2, workers: 2, mlflow: server.uri}));
  const epochs = readJournal(run('0001').journal).filter(({type}) => type === 'epoch-ended');
  for (const trial of [1, 2]) {
    const [child] = server.named('0001', trial);
    expect(child!.status).toBe('FINISHED');
    const losses = [...child!.metrics].filter((point) => point.startsWith('loss '));
    expect(losses).toHaveLength(epochs.filter((entry) => entry.trial === trial).length);
  }
  expect(server.named('0001')).toMatchObject([{status: 'FINISHED'}]);
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, `${text}\nbuild:\n  tracking: {mlflow: "${server.uri}"}\n`);
  const {stages} = await status(host);
  expect(stages.find(({name}) => name === 'build')).toMatchObject({fresh: true});
});

it('comes to the same where the server is away, with one warning and no longer wait', async () => {
  const root = temporaryFolder();
  const host = await sourcedProject(root);
  const server = await MlflowServer.start();
  await server.down();
  const {result, events} = await finish(build(host, {trials: 2, workers: 2, mlflow: server.uri}));
  expect(result.trials).toBe(2);
  const warnings = events.filter(({kind}) => kind === 'warning').map(({message}) => message);
  expect(warnings).toEqual([expect.stringContaining('Nothing is lost')]);
});
