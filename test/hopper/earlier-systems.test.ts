import {once} from 'node:events';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {createServer} from 'node:net';
import {platform} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {Pool, type Setup} from '../../src/hopper/pool.js';
import type {NetworkTrial} from '../../src/hopper/trial.js';
import {reply, request, type Task} from '../../src/hopper/wire.js';
import {build} from '../../src/lifecycle/build.js';
import {readBuildInputs} from '../../src/lifecycle/build-inputs.js';
import {resumeBuild} from '../../src/lifecycle/build-resume.js';
import {inputsOf} from '../../src/lifecycle/build-settings.js';
import {trialOf} from '../../src/lifecycle/build-trials.js';
import {Leaderboard} from '../../src/lifecycle/leaderboard.js';
import {dealShards} from '../../src/lifecycle/shards.js';
import {families} from '../../src/models/families/registry.js';
import type {Task as ModelTask} from '../../src/models/model.js';
import {projectPaths} from '../../src/project/paths.js';
import {decidingMetric, evaluate} from '../../src/train/evaluate.js';
import {metrics} from '../../src/train/metrics/registry.js';
import {Trainer} from '../../src/train/unit.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';
import {processesOf} from '../helpers/workers.js';

/*
 * What was wrong in the systems before this one, Cerebro first of all, by the numbers of the nine findings. Those that a
 * test elsewhere holds against are called `earlier systems` there too: `npx vitest run -t 'earlier systems'` runs all of
 * them. 2 (only the diagonal is drawn) is in test/search/scale.test.ts, 3 (a logarithm of another base) and 4 (only the last
 * batch counts) in test/search/algorithms.test.ts, 5 (one failure ends all) in test/hopper/run.test.ts and pool.test.ts.
 */
describe('earlier systems', () => {
  it.each(Object.entries(metrics))(
    '1: chose the worst model by a metric that is the better the larger: %s',
    (name, metric) => {
      const tasks: ModelTask[] = [
        {kind: 'classification', labels: ['no', 'yes']},
        {kind: 'regression', mean: 0, scale: 1},
      ];
      const task = tasks.find((each) => metric.unfit(each) === undefined)!;
      const target = Float64Array.of(0, 1, 0, 1);
      const likely = (value: number, sure: number) => (value === 1 ? [1 - sure, sure] : [sure, 1 - sure]);
      const predicted = (sure: number) =>
        Float32Array.from(
          task.kind === 'classification'
            ? [...target].flatMap((value) => likely(value, sure))
            : target.map((value) => value + sure),
        );
      // Nearly always right, and nearly always wrong; off by a little, and by much.
      const [good, bad] = task.kind === 'classification' ? [0.9, 0.1] : [0.1, 3];
      const leaderboard = new Leaderboard(decidingMetric(task, name));
      for (const [at, how] of [bad, good, bad].entries())
        leaderboard.enter(
          {trial: at + 1, epoch: 1, weights: 1, finished: true},
          evaluate(task, target, predicted(how)),
        );
      expect(leaderboard.best!.trial).toBe(2);
    },
  );

  it('6: called a bug in a unit the failure of its worker', async () => {
    const lost: string[] = [];
    const pool = await Pool.start({
      entry: join(import.meta.dirname, '../fixtures/worker-throws.js'),
      setups: [setup],
      onLost: (_, reason) => lost.push(reason),
    });
    expect(await pool.run(0, evaluation)).toMatchObject({
      type: 'failed',
      error: {
        message: expect.stringMatching(/reading 'train'/),
        stack: expect.stringMatching(/worker-throws\.js/),
      },
    });
    expect(lost).toEqual([]);
    await pool.close();
  });

  it('7: deleted what the last run had left when one began, and so had nothing to go on with', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, project);
    const interrupt = new AbortController();
    const first = finished(build({...host, signal: interrupt.signal}, options), ({kind}) => {
      if (kind === 'progress') interrupt.abort();
    });
    await expect(first).rejects.toMatchObject({name: 'AbortError'});
    const kept = () => readdirSync(projectPaths(folder).run('0001').folder, {recursive: true}).sort();
    const before = kept();
    const {best} = await finished(build(host, options));
    expect(kept()).toEqual(before);
    const resumed = await finished(resumeBuild(host, {run: '0001'}));
    expect(resumed.best.weights_sha256).toBe(best.weights_sha256);
  });

  it('8: had the rows of a shard in the same order in every epoch', async () => {
    const host = await sourcedProject(temporaryFolder(), project);
    const {folder, snapshot} = await readBuildInputs(host);
    const [shard] = dealShards(folder, snapshot, {shards: 1, workers: 1}).shards;
    const parameters = {...families.linear!.default, batchSize: 16};
    const making = {inputs: inputsOf(snapshot), epochs: 2, shardRows: [shard!.rows], together: false};
    const {layers, training, steps} = trialOf(
      {family: 'linear', parameters, epochs: 2},
      1,
      making,
    ) as NetworkTrial;
    const trainer = await Trainer.open('onnxruntime', inputsOf(snapshot), {
      device: Object.keys(onnxruntime.devices)[0]!,
    });
    const rows = await trainer.shard(shard!.parts);
    const to = join(temporaryFolder(), 'state');
    const weightsAfter = async (epoch: number) => {
      const lane = {trial: 1, layers, training, steps, from: null, to};
      return (await trainer.train({seed: 1, group: 1, epoch, shard: 0, lanes: [lane]}, rows))[0]!.sha256;
    };
    expect(await weightsAfter(1)).toBe(await weightsAfter(1));
    expect(await weightsAfter(1)).not.toBe(await weightsAfter(2));
  });

  it('9: took code from whoever reached a port: messages are data that is checked, of known keys', () => {
    expect(request.safeParse(evaluation).success).toBe(true);
    for (const code of ['process.exit()', {py: 'gASVHgAAAA=='}]) {
      expect(request.safeParse({...evaluation, code}).success).toBe(false);
      expect(
        request.safeParse({...evaluation, lanes: [{...evaluation.lanes[0], layers: code}]}).success,
      ).toBe(false);
      expect(reply.safeParse({type: 'ready', rows: [1], code}).success).toBe(false);
    }
  });

  it.runIf(platform() === 'linux')(
    '9: took code from whoever reached a port: nothing of a build listens to one',
    async () => {
      const folder = temporaryFolder();
      const host = await sourcedProject(folder, project);
      let [asked, listening] = [0, 0];
      await finished(build(host, options), ({kind}) => {
        if (kind !== 'progress') return;
        const {own, workers} = processesOf(folder, '0001');
        asked += workers.length;
        listening += [own, ...workers].filter(listens).length;
      });
      expect({asked: asked > 0, listening}).toEqual({asked: true, listening: 0});
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      expect(listens(process.pid)).toBe(true);
      server.close();
    },
  );
});

const options = {trials: 3, workers: 2, seed: 3, strategy: 'mop'};
const project = {rows: 300, manifest: 'build: {search: {epochs: 2}}\n'};

const setup: Setup = {
  ...{type: 'setup', worker: 0, engine: 'onnxruntime', device: 'cpu', threads: 1},
  ...{shards: [{shard: 0, parts: ['part']}], validation: [['part']]},
  whole: {train: ['part'], validation: ['part']},
  inputs: {task: {kind: 'regression', mean: 0, scale: 1}, columns: []},
};

const evaluation = {
  ...{type: 'evaluate', id: 1, parts: ['nowhere']},
  lanes: [{layers: [], from: 'nowhere', to: 'nowhere'}],
} satisfies Task;

/** Whether a process has a socket of TCP that is in the state LISTEN. */
function listens(pid: number): boolean {
  const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    } catch {
      // Closed since.
      return undefined;
    }
  });
  const open = ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').trim().split('\n').slice(1),
  );
  return open
    .map((line) => line.trim().split(/\s+/))
    .some((fields) => fields[3] === '0A' && sockets.includes(fields[9]));
}
