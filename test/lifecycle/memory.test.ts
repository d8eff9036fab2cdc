import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {type BuildInputs, readBuildInputs} from '../../src/lifecycle/build-inputs.js';
import {type BuildPlan, planBuild} from '../../src/lifecycle/build-plan.js';
import type {BuildSettings} from '../../src/lifecycle/build-settings.js';
import {decideSettings} from '../../src/lifecycle/decided-settings.js';
import type {Host} from '../../src/lifecycle/event.js';
import {forecast} from '../../src/lifecycle/forecast.js';
import {memoryWatch} from '../../src/lifecycle/memory.js';
import {bytesOfSize, sizeInWords} from '../../src/lifecycle/size.js';
import {usualPace} from '../../src/lifecycle/strategy.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {adl, lastingFolder, temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

let host: Host;
let inputs: BuildInputs;
let folder: string;

beforeAll(async () => {
  folder = lastingFolder();
  host = await sourcedProject(folder, {rows: 20_000, manifest: 'build: {search: {epochs: 2}}\n'});
  inputs = await readBuildInputs(host);
});

const held = async (settings: BuildSettings) =>
  (await forecast(settings, inputs, usualPace)).memory * settings.workers;

describe('what workers may hold', () => {
  it('changes nothing where it is enough', async () => {
    const options = {trials: 12, workers: 3, seed: 2};
    const {settings: free} = await decideSettings(options, inputs, {});
    const {settings, reduced} = await decideSettings({...options, memory: '4GB'}, inputs, {});
    expect({...settings, memory: null}).toEqual(free);
    expect(reduced).toBeUndefined();
  });

  it('makes workers fewer until they fit, the same ones each time, and says so', async () => {
    const of = async (workers: number) =>
      held((await decideSettings({trials: 12, workers, seed: 2}, inputs, {})).settings);
    const [two, three] = [await of(2), await of(3)];
    expect(two).toBeLessThan(three);
    const memory = `${Math.ceil((two + three) / 2e3)}kB`;
    const options = {trials: 12, workers: 3, seed: 2, memory};
    const {settings, reduced} = await decideSettings(options, inputs, {});
    expect(settings).toMatchObject({workers: 2, crew: 2, memory: bytesOfSize(memory)});
    expect(await held(settings)).toBeLessThanOrEqual(bytesOfSize(memory));
    expect(reduced).toMatch(
      /^2 of 3 workers.*: as all would hold about \d+\.\d MB together and may hold \d+\.\d MB\.$/,
    );
    expect((await decideSettings(options, inputs, {})).settings).toEqual(settings);
  });

  it('hops where not every worker can hold all rows, unless somebody said otherwise', async () => {
    const options = {trials: 40, workers: 2, seed: 2};
    const hopping = await held((await decideSettings({...options, strategy: 'mop'}, inputs, {})).settings);
    const all = await held((await decideSettings({...options, strategy: 'task'}, inputs, {})).settings);
    expect(all).toBeGreaterThan(hopping);
    const memory = `${Math.ceil((hopping + all) / 2e3)}kB`;
    const {settings} = await decideSettings({...options, memory}, inputs, {});
    expect(settings).toMatchObject({strategy: 'mop', workers: 2, lanes: null});
    const asked = await decideSettings({...options, strategy: 'task', memory}, inputs, {});
    expect(asked.settings.strategy).toBe('task');
    expect(await held(asked.settings)).toBeLessThanOrEqual(bytesOfSize(memory));
    expect(asked.reduced).toBeDefined();
  });

  it('is told before anything is trained where not one worker fits', async () => {
    const error = await finished(build(host, {memory: '50MB', workers: 2})).catch((caught) => caught);
    expect(error).toMatchObject({
      code: 'MEMORY_FULL',
      message: expect.stringMatching(
        /^Expected memory in which one worker fits, about \d+\.\d MB here, got 50\.0 MB\.$/,
      ),
    });
    expect(existsSync(projectPaths(folder).runs)).toBe(false);
    const [, memory] = /^adl build --memory (\d+MB)$/.exec(error.suggestions[0])!;
    const {settings} = await decideSettings({memory, workers: 2}, inputs, {});
    expect(settings.workers).toBe(1);
  });

  it('is what they come to hold, in a real run of a plan that says so', async () => {
    const options = {trials: 6, workers: 2, seed: 1, memory: '400MB'};
    const plan = await finished<BuildPlan>(planBuild(host, options));
    const warnings: string[] = [];
    const {run} = await finished(build(host, options), ({kind, message}) => {
      if (kind === 'warning') warnings.push(message);
    });
    const peaks = new Map<number, number>();
    for (const {type, worker, memory} of readJournal(projectPaths(folder).run(run).journal))
      if (type === 'unit-ended') peaks.set(Number(worker), Number(memory));
    const most = Math.max(...peaks.values());
    expect(plan.memory).toBe(400e6);
    expect(plan.strategies[0]!.memory / most, `${most}`).toBeGreaterThan(0.75);
    expect(plan.strategies[0]!.memory / most, `${most}`).toBeLessThan(1.5);
    expect(warnings).toEqual([]);
  });

  it('is watched, and told of once', () => {
    const told: string[] = [];
    const watch = memoryWatch({memory: 300e6} as BuildSettings, (message) => told.push(message));
    watch(0, 200e6);
    watch(0, 210e6);
    watch(1, 90e6);
    expect(told).toEqual([]);
    watch(1, 95.5e6);
    watch(1, 200e6);
    expect(told).toEqual([
      'the workers have held 305.5 MB together, and may hold 300.0 MB (worker 0 210.0 MB, worker 1 95.5 MB): with fewer, `adl build --workers 1`, it is less',
    ]);
  });
});

describe('sizes', () => {
  it.each([
    ['2GB', 2e9],
    ['512 MiB', 512 * 2 ** 20],
    ['1.5gb', 1.5e9],
    ['300kB', 3e5],
  ])('reads %s', (text, bytes) => expect(bytesOfSize(text)).toBe(bytes));

  it.each(['2', '0GB', '-1GB', 'much', '2 GBs', ''])('refuses %j', (text) => {
    expect(() => bytesOfSize(text)).toThrow('Expected a size such as 2GB or 512MB');
  });

  it('says them', () => {
    expect([950, 17_300, 2.5e6, 3.25e9].map(sizeInWords)).toEqual(['0.9 kB', '17.3 kB', '2.5 MB', '3.3 GB']);
  });
});

it('takes it from the command line and from the manifest, and says what is wrong there', async () => {
  const own = temporaryFolder();
  await sourcedProject(own, {manifest: 'build: {budget: {memory: 30MB}}\n'});
  expect(adl(['build'], {cwd: own})).toMatchObject({
    status: 6,
    stderr: expect.stringContaining('got 30.0 MB'),
  });
  expect(adl(['build', 'plan', '--memory', '20MB'], {cwd: own}).stderr).toContain('got 20.0 MB');
  expect(adl(['build', '--memory', 'much'], {cwd: own})).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Try: --memory 2GB'),
  });
  const manifest = join(own, 'adl.yaml');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('30MB', 'much'));
  const {status, stderr} = adl(['build'], {cwd: own});
  expect([status, stderr]).toEqual([3, expect.stringContaining('expected a size such as 2GB or 512MB')]);
  expect(readdirSync(own).sort()).toEqual(['.adl', '.gitignore', 'adl.lock', 'adl.yaml', 'birds.csv']);
});
