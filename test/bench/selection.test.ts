import {expect, it} from 'vitest';

// Not typed: the benchmarks are plain JavaScript, which the compiler is not shown.
const {barsOf} = await import('../../bench/selection/bars.js' as string);
const {runMeasured} = await import('../../bench/selection/measured-process.js' as string);
const {canMeasure} = await import('../../bench/selection/memory.js' as string);
const {isGrid, points} = await import('../../bench/selection/workload.js' as string);
const {timesOf} = await import('../../bench/selection/journal.js' as string);

const record = (kind: string, seconds: number, more = {}) => ({
  ...{kind, seconds: [seconds], auc: [0.7], peak: {bytes: 100}, times: []},
  ...more,
});
const adl = (seconds: number, more = {}) =>
  record('adl', seconds, {peak: {bytes: 50}, times: [{engine: 19.2, total: 20, by: 'engine'}], ...more});
const peers = [record('ray', 30), record('sklearn', 25), record('sequential', 60), record('alone', 17)];
const plan = {seconds: 9, strategy: 'mop'};
const strategies = [record('strategy', 10, {strategy: 'mop'}), record('strategy', 12, {strategy: 'task'})];

const met = (records: unknown[], options = {}) =>
  barsOf(records, {plan, full: true, ...options}).map(({met}: {met: unknown}) => met);

it('shows each loss', () => {
  const all = [...peers, ...strategies];
  expect(met([adl(10), ...all])).toEqual(Array(8).fill(true));
  expect(met([adl(10.1), ...all])[0]).toBe(false);
  expect(met([adl(10, {auc: [0.697]}), ...all])[1]).toBe(false);
  expect(met([adl(10, {peak: {bytes: 51}}), ...all])[2]).toBe(false);
  expect(met([adl(10, {peak: {bytes: 101}}), ...all])[3]).toBe(false);
  expect(met([adl(10, {times: [{engine: 18.9, total: 20, by: 'engine'}]}), ...all])[4]).toBe(false);
  expect(met([adl(10), ...all.filter(({kind}) => kind !== 'alone'), record('alone', 16.9)])[5]).toBe(false);
  expect(met([adl(10), ...all], {plan: {...plan, seconds: 7.4}})[6]).toBe(false);
  expect(met([adl(10), ...all], {plan: {...plan, strategy: 'task'}})[7]).toBe(false);
});

it('meets no bar by a part of the peers or of the workload, and misses it all the same', () => {
  const [, ...part] = peers;
  const unmeasured = Array(8).fill('not-measured');
  expect(met([adl(10), ...part]).slice(0, 3)).toEqual(unmeasured.slice(0, 3));
  expect(met([adl(10.1), ...part])[0]).toBe(false);
  expect(met([adl(10), ...peers, ...strategies], {full: false})).toEqual(unmeasured);
  expect(met([adl(11), ...peers, ...strategies], {full: false})[0]).toBe(false);
  expect(met([adl(10), ...peers], {plan: undefined}).slice(6)).toEqual(unmeasured.slice(6));
  expect(met(peers)).toEqual(unmeasured);
});

it.runIf(canMeasure)(
  'takes the memory of a process and of those that it begets, also when their parent is gone',
  async () => {
    const run = (program: string) =>
      runMeasured([process.execPath, '-e', program], {cwd: '.', env: {}, everyMs: 20});
    // It takes its memory when its parent, which begot it and went, is gone; the end of its output is the end of the run.
    const hold = `globalThis.held = Buffer.alloc(${2 ** 28}, 1); setTimeout(() => process.exit(), 500);`;
    const orphan = `const parent = process.ppid; setInterval(() => {
      if (process.ppid === parent || globalThis.held) return;
      ${hold}
    }, 10);`;
    const beget = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(orphan)}], {stdio: 'inherit'})`;
    const {peak, seconds} = await run(`${beget}; setTimeout(() => process.exit(), 500);`);
    expect(peak.bytes).toBeGreaterThan(2 ** 28);
    expect(peak.processes).toBe(1);
    expect(seconds).toBeGreaterThan(1);
    await expect(run('throw new Error("planted")')).rejects.toThrow(/planted/);
  },
);

it('says of a journal what the workers were at', () => {
  const unit = (id: number, kind: string, from: number, to: number, more = {}) => [
    {type: 'unit-started', at: from, unit: id, kind},
    {type: 'unit-ended', at: to, unit: id, kind, ...more},
  ];
  const read = (entries: unknown[]) => timesOf(entries, {workers: 2, begunAt: 1000, seconds: 10});
  const cut = {type: 'unit-started', at: 8500, unit: 9, kind: 'train'};
  const whole = {total: 20, train: 10, evaluate: 1, before: 2, idle: 1, after: 6};
  const told = [
    ...unit(0, 'train', 2000, 8000, {engine: 5000}),
    ...unit(1, 'train', 2500, 6500, {engine: 3000}),
  ];
  expect(read([...told, ...unit(2, 'evaluate', 6500, 7500, {engine: 500}), cut])).toEqual({
    ...{...whole, engine: 8.5, by: 'engine'},
  });
  expect(read([...told, ...unit(2, 'evaluate', 6500, 7500), cut])).toEqual({
    ...{...whole, engine: 11, by: 'units'},
  });
});

it('knows the grid from another that is as large', () => {
  expect(points).toHaveLength(32);
  expect(isGrid([...points].reverse())).toBe(true);
  expect(isGrid([...points.slice(1), {...points[0], units: 32}])).toBe(false);
  expect(isGrid([...points.slice(1), points[1]])).toBe(false);
});
