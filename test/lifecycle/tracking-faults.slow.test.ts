import {spawn} from 'node:child_process';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {trackRuns} from '../../src/lifecycle/build-track.js';
import {senderOf} from '../../src/lifecycle/run-follower.js';
import {projectPaths} from '../../src/project/paths.js';
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

describe('a server that does wrong', () => {
  it.each(Object.entries(faults).filter(([name]) => name !== 'says nothing'))(
    'has everything once in the end: it %s',
    {timeout: 120_000},
    async (_name, fault) => {
      const right = await MlflowServer.start();
      const root = projectWith(script);
      await track(root, right);
      expect(right.requests.length).toBeGreaterThan(10);
      for (let good = 0; good < right.requests.length; good += 1) {
        const server = await MlflowServer.start();
        server.wrongs = [...Array.from({length: good}, () => undefined), fault];
        expect(await attempt(root, server)).toMatch(/^REMOTE_(UNREACHABLE|REFUSED)$/);
        expect(await attempt(root, server)).toBe('sent');
        expect(told(server)).toEqual(told(right));
      }
    },
  );

  it('has everything once in the end, however often the process that tells it is killed', async () => {
    const right = await MlflowServer.start();
    const root = projectWith(script);
    await track(root, right);
    const server = await MlflowServer.start();
    server.delay = 25;
    const random = randomStream(3, 'kills');
    for (let kill = 0; kill < 8; kill += 1) {
      const before = server.requests.length;
      const words = [resolve('bin/run.js'), 'build', 'track', '--mlflow', server.uri];
      const child = spawn(process.execPath, words, {cwd: root, stdio: 'ignore'});
      while (child.exitCode === null && server.requests.length < before + 1 + random.integer(4))
        await pause(1);
      await pause(random.integer(25));
      child.kill('SIGKILL');
      await new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(undefined)));
    }
    await track(root, server);
    expect(told(server)).toEqual(told(right));
  });
});

/** Sends with no second try: what a build does, time after time. */
async function attempt(root: string, server: MlflowServer): Promise<string> {
  const followed = {paths: projectPaths(root), project: 'birds', run: '0001'};
  const sender = senderOf(hostIn(root), followed, {name: 'mlflow', uri: server.uri});
  return sender.send().then(
    () => 'sent',
    (error) => error.code ?? String(error.stack),
  );
}
