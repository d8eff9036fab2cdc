import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {hasMlflow, Mlflow} from '../helpers/mlflow.js';

interface MlflowRun {
  info: {run_id: string; run_name: string; status: string; start_time: number; end_time: number};
  data: {
    metrics?: {key: string; value: number}[];
    params?: {key: string; value: string}[];
    tags: {key: string; value: string}[];
  };
}

describe.runIf(hasMlflow)('MLflow itself', {timeout: 400_000}, () => {
  it('has a real build while it goes on, across a crash of its own, and all of it in the end', async () => {
    const [root, mlflow] = [project(), await Mlflow.start(temporaryFolder())];
    const words = ['build', '--trials', '6', '--seed', '1', '--workers', '2', '--mlflow', mlflow.uri];
    const building = spawn(process.execPath, [resolve('bin/run.js'), ...words], {cwd: root});
    let said = '';
    building.stderr.on('data', (text) => {
      said += text;
    });
    const {journal} = projectPaths(root).run('0001');
    while (
      building.exitCode === null &&
      !(existsSync(journal) && readFileSync(journal, 'utf8').includes('epoch-ended'))
    )
      await pause(20);
    await mlflow.down();
    expect(building.exitCode ?? (await new Promise((done) => building.once('exit', done)))).toBe(0);
    expect(said.match(/warning: .* Nothing is lost/g)).toHaveLength(1);
    await mlflow.up();
    expect(adl(['build', 'track', '--mlflow', mlflow.uri], {cwd: root})).toMatchObject({status: 0});
    await expectWhole(mlflow, root);
    expect(adl(['build', 'track', '--mlflow', mlflow.uri], {cwd: root})).toMatchObject({status: 0});
    await expectWhole(mlflow, root);
  });

  it('has everything once, however often the process that tells it is killed', async () => {
    const [root, mlflow] = [project(), await Mlflow.start(temporaryFolder())];
    expect(adl(['build', '--trials', '6', '--seed', '1', '--workers', '2'], {cwd: root}).status).toBe(0);
    const words = [resolve('bin/run.js'), 'build', 'track', '--mlflow', mlflow.uri];
    for (let kill = 0; kill < 8; kill += 1) {
      const child = spawn(process.execPath, words, {cwd: root, stdio: 'ignore'});
      await pause(500 + 150 * kill);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((done) => child.once('exit', done));
    }
    expect(adl(['build', 'track', '--mlflow', mlflow.uri], {cwd: root})).toMatchObject({status: 0});
    await expectWhole(mlflow, root);
  });
});

function project(): string {
  const folder = temporaryFolder();
  expect(adl(['init', 'penguins', '--example', 'penguins'], {cwd: folder}).status).toBe(0);
  const root = join(folder, 'penguins');
  expect(adl(['source'], {cwd: root}).status).toBe(0);
  return root;
}

/** The server has of every trial what the journal has, once. */
async function expectWhole(mlflow: Mlflow, root: string): Promise<void> {
  const {experiment} = await mlflow.look<{experiment: {experiment_id: string}}>(
    'experiments/get-by-name?experiment_name=penguins',
  );
  const {runs} = await mlflow.ask<{runs: MlflowRun[]}>('runs/search', {
    experiment_ids: [experiment.experiment_id],
    max_results: 1000,
  });
  const entries = readJournal(projectPaths(root).run('0001').journal);
  const trials = entries.filter(({type}) => type === 'trial-added');
  expect(runs.map(({info}) => info.run_name).sort()).toEqual(
    ['run 0001', ...trials.map(({trial}) => `trial ${trial}`)].sort(),
  );
  const parent = runs.find(({info}) => info.run_name === 'run 0001')!;
  expect(parent.info.status).toBe('FINISHED');
  expect(parent.data.metrics!.map(({key}) => key)).toContain('test/f1-macro');
  for (const {trial, family, parameters} of trials) {
    const {info, data} = runs.find((run) => run.info.run_name === `trial ${trial}`)!;
    const tags = Object.fromEntries(data.tags.map(({key, value}) => [key, value]));
    expect(tags['mlflow.parentRunId']).toBe(parent.info.run_id);
    expect(info.status).toBe('FINISHED');
    const params = Object.fromEntries(data.params!.map(({key, value}) => [key, value]));
    const expected = Object.entries({family: family!, ...(parameters as object)});
    expect(params).toMatchObject(Object.fromEntries(expected.map(([key, value]) => [key, String(value)])));
    const epochs = entries.filter((entry) => entry.type === 'epoch-ended' && entry.trial === trial);
    const {metrics} = await mlflow.look<{metrics: {value: number; step: number}[]}>(
      `metrics/get-history?run_id=${info.run_id}&metric_key=f1-macro`,
    );
    expect(metrics.map(({step, value}) => [step, value])).toEqual(
      epochs.map(({epoch, scores}) => [epoch, (scores as Record<string, number>)['f1-macro']]),
    );
  }
}
