import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it, vi} from 'vitest';
import {trackRuns} from '../../src/lifecycle/build-track.js';
import type {LifecycleEvent} from '../../src/lifecycle/event.js';
import {trackingTo} from '../../src/lifecycle/tracking.js';
import {openJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {adl} from '../helpers/adl.js';
import {faults, MlflowServer} from '../helpers/mlflow-server.js';
import {type RunScript, writeRun} from '../helpers/runs.js';
import {folderWith, hostIn} from '../helpers/source.js';
import {told} from '../helpers/told.js';
import {finish} from '../helpers/untrained-project.js';

const manifest = 'project: birds\nsource: {tables: {rows: {uri: rows.csv}}, target: kind}\n';
const script: RunScript = {
  settings: {seed: 1, algorithm: 'random'},
  trials: [
    {family: 'mlp', parameters: {units: 64, learningRate: 0.05}, accuracy: [0.5, 0.9, 0.8]},
    {accuracy: [0.4], failed: 'the loss was no longer a number'},
    {accuracy: [0.6, 0.7]},
    {accuracy: []},
  ],
};

function projectWith(...runs: RunScript[]): string {
  const root = folderWith({'adl.yaml': manifest});
  for (const run of runs) writeRun(root, run);
  return root;
}

const track = async (root: string, {uri}: MlflowServer, environment = {}) =>
  (await finish(trackRuns({...hostIn(root), environment}, {servers: {mlflow: uri}}))).result;

describe('a run in MLflow', () => {
  it('is a run with a child of each trial that ended an epoch or failed', async () => {
    const server = await MlflowServer.start();
    await track(projectWith(script), server);
    expect(server.experiments).toEqual(['birds']);
    const [run] = server.named('0001');
    expect(run).toMatchObject({
      status: 'FINISHED',
      tags: {'adl.snapshot': 'a3'.repeat(32), 'adl.best_trial': '1', 'mlflow.runName': 'run 0001'},
      params: {metric: 'accuracy', families: 'linear, mlp', seed: '1', algorithm: 'random', epochs: '3'},
    });
    expect(run!.metrics).toContain('validation/accuracy 0 0.8');
    expect(run!.metrics).toContain('test/accuracy 0 0.79');
    const children = [1, 2, 3].map((trial) => server.named('0001', trial));
    expect(children.map((all) => all.map(({status}) => status))).toEqual([
      ['FINISHED'],
      ['FAILED'],
      ['FINISHED'],
    ]);
    const [first, second] = children.map(([child]) => child!);
    expect(first).toMatchObject({
      tags: {'mlflow.parentRunId': run!.id, 'mlflow.runName': 'trial 1'},
      params: {family: 'mlp', units: '64', learningRate: '0.05'},
    });
    expect([...first!.metrics].filter((point) => /accuracy|loss 1 1\.5/.test(point))).toEqual([
      ...['accuracy 1 0.5', 'loss 1 1.5', 'accuracy 2 0.9', 'accuracy 3 0.8'],
    ]);
    expect(second!.tags['adl.failure']).toBe('the loss was no longer a number');
    expect(server.named('0001', 4)).toEqual([]);
  });

  it('is not sent again, and another run of another project is another one', async () => {
    const server = await MlflowServer.start();
    const root = projectWith(script, script);
    expect((await track(root, server)).servers[0]).toMatchObject({sent: ['0001', '0002'], busy: []});
    const before = told(server);
    server.requests.length = 0;
    await track(root, server);
    expect(server.requests).toEqual([]);
    await track(projectWith({...script, settings: {seed: 3}}), server);
    expect(server.named('0001')).toHaveLength(2);
    expect(told(server).runs).toEqual(expect.arrayContaining(before.runs));
  });

  it('is told again to a server that has lost it', async () => {
    const server = await MlflowServer.start();
    const root = projectWith({...script, ended: false});
    await track(root, server);
    const before = told(server);
    server.forget();
    const journal = openJournal(projectPaths(root).run('0001').journal, () => 9);
    journal.append('epoch-ended', {trial: 3, epoch: 3, loss: 1, scores: {accuracy: 0.75, 'log-loss': 0.2}});
    await track(root, server);
    expect(told(server).runs).toHaveLength(before.runs.length);
    expect([...server.named('0001', 3)[0]!.metrics]).toEqual(
      expect.arrayContaining(['accuracy 1 0.6', 'accuracy 2 0.7', 'accuracy 3 0.75']),
    );
  });

  it('is told as it is now where its journal was damaged, cut off and gone on with', async () => {
    const server = await MlflowServer.start();
    const root = projectWith({...script, ended: false});
    const {journal} = projectPaths(root).run('0001');
    await track(root, server);
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, `${lines.slice(0, 6).join('\n')}\n`);
    const again = openJournal(journal, () => 9);
    again.append('run-resumed', {pid: 1});
    for (const number of [1, 2, 3, 4, 5])
      again.append('epoch-ended', {trial: 4, epoch: number, loss: 1, scores: {accuracy: number / 10}});
    await track(root, server);
    expect(server.named('0001')).toHaveLength(1);
    expect([...server.named('0001', 4)[0]!.metrics].filter((point) => point.startsWith('acc'))).toHaveLength(
      5,
    );
    expect(server.named('0001')[0]!.status).toBe('RUNNING');
  });

  it('goes over in requests as large as MLflow takes, whatever it is made of', async () => {
    const server = await MlflowServer.start();
    const parameters = Object.fromEntries(
      Array.from({length: 250}, (_, at) => [`p${at} <ü>`, 'x'.repeat(900)]),
    );
    const accuracy = Array.from({length: 900}, (_, at) => at / 900);
    await track(projectWith({settings: {epochs: 900}, trials: [{parameters, accuracy}]}), server);
    const [child] = server.named('0001', 1);
    expect(child!.metrics.size).toBe(2700);
    expect(Object.keys(child!.params)).toHaveLength(251);
    expect(child!.params['p7 ___']).toHaveLength(500);
  });
});

describe('credentials', () => {
  it.each([
    [{MLFLOW_TRACKING_TOKEN: 'a secret'}, 'Bearer a secret'],
    [{MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'a secret'}, 'Basic YW5uOmEgc2VjcmV0'],
    [{}, undefined],
  ])('come from the environment and are written nowhere: %j', async (environment, authorization) => {
    const server = await MlflowServer.start();
    const root = projectWith(script);
    await track(root, server, environment);
    expect(new Set(server.requests.map((request) => request.authorization))).toEqual(
      new Set([authorization]),
    );
    const written = readdirSync(root, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(resolve(entry.parentPath, entry.name), 'utf8'));
    expect(written.join()).not.toMatch(/a secret|YW5uOmEgc2VjcmV0/);
  });
});

it('ends a command that a person waits for with 7 where the server is away', async () => {
  const server = await MlflowServer.start();
  const cwd = projectWith(script);
  await server.down();
  expect(adl(['build', 'track', '--mlflow', server.uri], {cwd})).toMatchObject({
    status: 7,
    stderr: expect.stringMatching(
      /could not be reached \(ECONNREFUSED\)\.\nCode: REMOTE_UNREACHABLE\nTry: curl /,
    ),
  });
});

describe('a build that goes on', () => {
  const begun = {...script, trials: script.trials.slice(0, 1), ended: false};
  const follow = (root: string, run: string, {uri}: MlflowServer, signal?: AbortSignal) => {
    const events: LifecycleEvent[] = [];
    const tracking = trackingTo({...hostIn(root), ...(signal && {signal})}, {mlflow: uri});
    tracking.start({paths: projectPaths(root), project: 'birds', run}, (event) => events.push(event));
    const drained = async () => {
      const started = performance.now();
      for await (const event of tracking.drain()) events.push(event);
      return performance.now() - started;
    };
    return {events, drained};
  };
  const epoch = (root: string, run: string, number: number) =>
    openJournal(projectPaths(root).run(run).journal, () => 9).append('epoch-ended', {
      ...{trial: 1, epoch: number, loss: 1},
      scores: {accuracy: number / 10, 'log-loss': 0.5},
    });
  const accuracies = (server: MlflowServer, run: string) =>
    [...(server.named(run, 1)[0]?.metrics ?? [])].filter((point) => point.startsWith('accuracy')).length;

  it('is heard of while it goes on, and wholly when it ends', async () => {
    const server = await MlflowServer.start();
    const root = projectWith(begun);
    const {events, drained} = follow(root, '0001', server);
    await vi.waitFor(() => expect(accuracies(server, '0001')).toBe(3), 10_000);
    epoch(root, '0001', 4);
    await vi.waitFor(() => expect(accuracies(server, '0001')).toBe(4), 10_000);
    epoch(root, '0001', 5);
    await drained();
    expect(accuracies(server, '0001')).toBe(5);
    expect(events).toEqual([]);
    expect(readdirSync(projectPaths(root).run('0001').folder)).not.toContain('mlflow.lock');
  });

  it('warns once of a server that is away, is not held up, and is sent by the next build', async () => {
    const server = await MlflowServer.start();
    const root = projectWith(begun);
    await server.down();
    const {events, drained} = follow(root, '0001', server);
    await pause(2_500);
    expect(await drained()).toBeLessThan(500);
    expect(events).toEqual([
      {
        ...{stage: 'build', kind: 'warning'},
        message: expect.stringMatching(
          /ECONNREFUSED\)\. Nothing is lost: .* `adl build track --mlflow http:\S+`\.$/,
        ),
      },
    ]);
    await server.up();
    writeRun(root, begun);
    const next = follow(root, '0002', server);
    await vi.waitFor(
      () => expect([accuracies(server, '0001'), accuracies(server, '0002')]).toEqual([3, 3]),
      10_000,
    );
    await next.drained();
    expect(next.events).toEqual([]);
  });

  it('is not held up by a server that says nothing', async () => {
    const server = await MlflowServer.start();
    server.wrongs = Array.from({length: 10}, () => faults['says nothing']);
    const {events, drained} = follow(projectWith(begun), '0001', server);
    expect(await drained()).toBeLessThan(3_000);
    expect(events.map(({message}) => message)).toEqual([
      expect.stringContaining('did not take all of the run in 2 s'),
    ]);
  });

  it('takes up again with a server that comes back while it goes on', async () => {
    const server = await MlflowServer.start();
    server.wrongs = [faults['answers 500']];
    const root = projectWith(begun);
    const {events, drained} = follow(root, '0001', server);
    await vi.waitFor(() => expect(accuracies(server, '0001')).toBe(3), 15_000);
    await drained();
    expect(events).toHaveLength(1);
  });

  it('is let alone at Ctrl-C', async () => {
    const server = await MlflowServer.start();
    server.delay = 200;
    const stop = new AbortController();
    const {events, drained} = follow(projectWith(begun), '0001', server, stop.signal);
    await pause(300);
    stop.abort();
    expect(await drained()).toBeLessThan(150);
    expect(events).toEqual([]);
  });

  it('is told of by one process at a time', async () => {
    const server = await MlflowServer.start();
    const root = projectWith(begun);
    const {drained} = follow(root, '0001', server);
    await vi.waitFor(() => expect(accuracies(server, '0001')).toBe(3), 10_000);
    expect((await track(root, server)).servers[0]).toMatchObject({sent: [], busy: ['0001']});
    await drained();
    expect((await track(root, server)).servers[0]).toMatchObject({sent: ['0001'], busy: []});
  });

  it.each(['http://ann:secret@127.0.0.1', 'mlruns', 'databricks'])(
    'does not begin with %s for an address',
    (uri) => {
      const failure = catching(() => trackingTo(hostIn('.'), {mlflow: uri}));
      expect(failure).toMatchObject({code: 'FLAG_INVALID', suggestions: ['--mlflow http://127.0.0.1:5000']});
      expect((failure as Error).message).not.toContain('secret');
    },
  );
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
