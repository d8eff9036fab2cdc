import {describe, expect, it} from 'vitest';
import {type Random, randomStream} from '../../src/base/random.js';
import type {Execution} from '../../src/hopper/executor.js';
import {groupsUnderWay} from '../../src/hopper/group.js';
import {unitName} from '../../src/hopper/known.js';
import type {Lane} from '../../src/hopper/lane.js';
import {type HopperOptions, runHopper} from '../../src/hopper/run.js';
import {unitCost} from '../../src/hopper/schedule.js';
import {type Step, scriptOf} from '../../src/hopper/script.js';
import type {Unit} from '../../src/hopper/shop.js';
import type {NetworkTrial, Trial} from '../../src/hopper/trial.js';
import {usualTraining} from '../../src/models/families/family.js';
import type {Entry} from '../../src/project/journal.js';
import type {Search} from '../../src/search/algorithms/algorithm.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import type {Space} from '../../src/search/space.js';

interface Attempt {
  takes: number;
  isDone: boolean;
  away?: number;
}
type Attempts = (unit: Unit, lanes: readonly Lane[], now: number) => Attempt;
interface Simulated {
  new (options: {
    attempt: Attempts;
    outcome: (lane: Lane, unit: Unit) => number | undefined;
    record: (type: string, facts: object, now: number) => void;
    isKnown: (unit: Unit) => boolean;
    together: boolean;
  }): Execution & {now: number};
}
// Not typed: the benchmarks are plain JavaScript, which the compiler is not shown.
const simulated = await import('../../bench/schedule/simulated-execution.js' as string);
const SimulatedExecution = simulated.SimulatedExecution as Simulated;
const troubled = simulated.troubled as (options: {
  random: Random;
  cost: (unit: Unit, lanes: readonly Lane[]) => number;
  often: Trouble;
  inARow?: number | undefined;
}) => Attempts;

/** How often, of a hundred attempts at a unit, each of these befalls its worker. */
interface Trouble {
  dies?: number;
  lies?: number;
  slows?: number;
}

const seed = Number(process.env.ADL_TEST_SEED ?? 1);

/** In batches, so that the report names a case and is no list of thousands. */
const batches = Array.from({length: 10}, (_, at) => at);
const casesIn = (batch: number, size: number) => Array.from({length: size}, (_, at) => batch * size + at);

describe(`the hopper, in random cases of seed ${seed}`, () => {
  it.each(batches)('holds its invariants whatever befalls its workers, batch %i', async (batch) => {
    for (const at of casesIn(batch, 100)) await named(at, async () => checkRun(await carriedOut(at)));
  });

  it.each(batches)('gives the same order whatever time units take, batch %i', async (batch) => {
    for (const at of casesIn(batch, 20))
      await named(at, async () => {
        const one = await carriedOut(at, {order: 'virtual', trouble: {}});
        const other = await carriedOut(at, {order: 'virtual', trouble: stormy, inARow: 2, times: 2});
        expect(other.ordered).toEqual(one.ordered);
        expect(lanesIn(other)).toEqual(lanesIn(one));
      });
  });

  it.each(batches)('decides as it did when a record is gone through again, batch %i', async (batch) => {
    for (const at of casesIn(batch, 20))
      await named(at, async () => {
        const before = await carriedOut(at);
        const again = await carriedOut(at, {script: scriptOf(before.entries, workerOf), before});
        expect(decisionsIn(again)).toEqual(decisionsIn(before));
      });
  });

  it.each(batches)('goes on from where a record breaks off, batch %i', async (batch) => {
    for (const at of casesIn(batch, 20))
      await named(at, async () => {
        const whole = await carriedOut(at);
        const random = randomStream(seed, 'broken off', at);
        const before = {...whole, entries: whole.entries.slice(0, random.integer(whole.entries.length))};
        const script = scriptOf(before.entries, workerOf);
        const run = await carriedOut(at, {script, before, times: 3});
        const decided = decisionsIn(before);
        expect(decisionsIn(run).slice(0, decided.length)).toEqual(decided);
        checkRun(run, before);
      });
  });
});

const [mild, stormy] = [
  {dies: 3, lies: 1, slows: 5},
  {dies: 15, lies: 10, slows: 20},
];

const workerOf = ({worker}: Entry) => Number(worker);

async function named(at: number, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    const {algorithm, order, together, evaluation, failures} = randomCase(at);
    const what = JSON.stringify({algorithm, order, together, evaluation, failures});
    (error as Error).message = `case ${at} of seed ${seed} ${what}: ${(error as Error).message}`;
    throw error;
  }
}

interface Run {
  options: Case;
  /** What a journal would say. */
  entries: Entry[];
  /** Units as they were begun by the order, and for whom. */
  ordered: unknown[];
  spans: Span[];
  lanes: Map<number, Lane>;
  search: Search;
  makespan: number;
  end: number;
}

/** A unit that was worked on, from its first attempt to its end. */
interface Span {
  unit: Unit;
  trials: number[];
  start: number;
  end: number;
  begun: number;
}

type Case = Omit<HopperOptions, 'execution' | 'search' | 'script' | `on${string}`> & {
  algorithm: string;
  random: Random;
  trouble: Trouble;
  /** Attempts one after the other that may come to nothing: a third costs the unit its configurations. */
  inARow?: number;
  failures: number;
  start: () => Search;
};

interface Changes extends Partial<Pick<Case, 'order' | 'trouble' | 'inARow'>> {
  script?: Step[];
  /** Whose ended units are known. */
  before?: Pick<Run, 'entries'>;
  /** The stream of what units take. */
  times?: number;
}

async function carriedOut(
  at: number,
  {script = [], before, times = 1, ...changes}: Changes = {},
): Promise<Run> {
  const options = {...randomCase(at), ...changes};
  const {costOf, together = false} = options;
  const run: Run = {
    ...{options, entries: [], ordered: [], spans: [], lanes: new Map(), search: options.start()},
    ...{makespan: 0, end: 0},
  };
  const known = new Map(
    (before?.entries ?? []).filter(({type}) => type === 'unit-ended').map((entry) => [nameOf(entry), entry]),
  );
  const record = (type: string, facts: object, now: number) => {
    run.entries.push({type, at: now, ...facts} as Entry);
    const span = type.startsWith('unit') ? open.get(nameOf(facts)) : undefined;
    if (type === 'unit-started') span!.start = now;
    if (type === 'unit-started') span!.trials = (facts as {trials: number[]}).trials;
    if (type === 'unit-ended') span!.end = now;
  };
  const open = new Map<string, Span>();
  const cost = (unit: Unit, lanes: readonly Lane[]) =>
    unitCost({...costOf(lanes.map(({trial}) => trial)), group: 0, epochs: 0}, unit);
  const execution = new SimulatedExecution({
    attempt: troubled({
      random: randomStream(seed, 'times', at, times),
      cost,
      often: options.trouble,
      inARow: options.inARow,
    }),
    outcome: (lane, unit) => outcomeOf(at, options, lane, unit, known.get(nameOf(unit))),
    ...{record, together, isKnown: (unit: Unit) => known.has(nameOf(unit))},
  });
  const begin = execution.begin.bind(execution);
  execution.begin = (unit, lanes) => {
    for (const lane of lanes) run.lanes.set(lane.trial.trial, lane);
    run.ordered.push([unit, lanes.map(({trial}) => trial.trial)]);
    const span = {unit, trials: [], start: Number.NaN, end: Number.NaN, begun: execution.now};
    run.spans.push(span);
    open.set(nameOf(unit), span);
    return begin(unit, lanes);
  };
  const tell = (type: string, facts: object) => record(type, facts, execution.now);
  run.makespan = await runHopper({
    ...{...options, execution, script, search: run.search},
    onTrial: ({trial, parameters, parent}) =>
      tell('trial-added', {trial, parameters, ...(parent && {parent})}),
    onGroup: (group, trials) => tell('group-formed', {group, trials: trials.map(({trial}) => trial)}),
    onRest: ({trial: {trial}, epochs}, reason) => {
      if (options.listens) tell(`trial-${reason}`, {trial, epoch: epochs});
    },
    onDecision: (group, epoch) => tell('epoch-decided', {group, epoch}),
  });
  run.end = execution.now;
  return run;
}

function nameOf(unit: object): string {
  return unitName(unit as Unit);
}

/** Failures and values are those of the configuration: whatever the order and the workers, they are the same. */
function outcomeOf(
  at: number,
  {failures}: Case,
  {trial: {trial}, ended}: Lane,
  {kind, shard}: Unit,
  known: Entry | undefined,
): number | undefined {
  if (known) {
    const lanes = known.lanes as {trial: number}[];
    if (!lanes.some((lane) => lane.trial === trial)) return undefined;
  } else if (randomStream(seed, 'fails', at, trial, ended, kind, shard).uniform() < failures)
    return undefined;
  return randomStream(seed, 'value', at, trial, ended).uniform();
}

const space: Space = {
  units: {type: 'choice', values: [8, 16, 32]},
  rate: {type: 'uniform', low: 0, high: 1},
};

function randomCase(at: number): Case {
  const random = randomStream(seed, 'case', at);
  const oneOf = <Value>(...values: Value[]): Value => values[random.integer(values.length)]!;
  const algorithm = oneOf('random', 'random', 'asha', 'hyperband', 'pbt', 'tpe');
  const {listens} = algorithms[algorithm]!;
  const workers = 1 + random.integer(6);
  const holders = holdersOf(1 + random.integer(6), workers, random);
  const together = random.integer(8) === 0;
  const grouping = {workers: together ? 1 : workers, inTime: random.integer(3) === 0};
  const epochs = 1 + random.integer(listens ? 9 : 4);
  const facts = {spaces: {mlp: space}, seed: at, direction: 'minimize', epochs} as const;
  const trials = 1 + random.integer(listens ? 20 : 12);
  const speeds = holders.map(() => 0.5 + random.uniform());
  const windowed = random.integer(3) === 0;
  const most = 1 + random.integer(8);
  return {
    ...{algorithm, random, listens, workers, holders, together, grouping, epochs, seed: at},
    steering: () => [],
    start: () => algorithms[algorithm]!.start({...facts, trials}),
    evaluation: oneOf('once', 'each'),
    order: oneOf('virtual', 'arrival'),
    window: (count) => (windowed ? most : groupsUnderWay(count, grouping)),
    trouble: oneOf<Trouble>({}, mild, stormy),
    failures: oneOf(0, 0, 0.01, 0.1),
    shouldStop: () => false,
    trialOf: ({parameters}, trial) => trialOf(trial, parameters as Trial['parameters']),
    costOf: (own) => {
      const weights = own.reduce((sum, trial) => sum + trial.weights, 0);
      return {train: speeds.map((speed) => speed * weights), evaluate: 0.1 * weights};
    },
  };
}

/** Every worker holds a shard at least, and every shard is held. */
function holdersOf(shards: number, workers: number, random: Random): number[][] {
  const holders = Array.from({length: shards}, () => new Set([random.integer(workers)]));
  for (let worker = 0; worker < workers; worker += 1) holders[random.integer(shards)]!.add(worker);
  return holders.map((own) => [...own]);
}

function trialOf(trial: number, parameters: Trial['parameters']): Trial {
  const units = Number(parameters.units);
  return {
    ...{trial, family: 'mlp', parameters, weights: units / 8, steps: 1},
    layers: [{layer: 'dense', options: {units}}] as NetworkTrial['layers'],
    training: {...usualTraining, learningRate: 0.1, l2: 0, batchSize: 32},
  };
}

function checkRun(run: Run, before?: Pick<Run, 'entries'>): void {
  checkCompleteness(run);
  checkHolders(run);
  const {options, spans} = run;
  const done = spans.filter(({end}) => !Number.isNaN(end));
  checkNoOverlap(done, ({unit}) => [unit.worker]);
  if (!options.together) checkNoOverlap(done, ({unit}) => [unit.group]);
  if (!options.together) checkNoOverlap(done, ({trials}) => trials);
  // Of what was known nothing is worked on, and its order is that of the record.
  if (!before) checkNobodyIdles(run, done);
  expect(run.search.ask()).toBeUndefined();
}

/** Every epoch of a configuration, in order, trains on each shard exactly once and is then evaluated. */
function checkCompleteness({entries, lanes, options: {holders, evaluation}}: Run): void {
  const shards = [...holders.keys()];
  const scored = evaluation === 'once' ? [0] : shards;
  const visits = new Map([...lanes.keys()].map((trial): [number, Entry[]] => [trial, []]));
  for (const entry of entries)
    if (entry.type === 'unit-ended')
      for (const {trial} of entry.lanes as {trial: number}[]) visits.get(trial)!.push(entry);
  for (const [trial, lane] of lanes) {
    const own = visits.get(trial) ?? [];
    const inherited = lane.trial.parent?.epoch ?? 0;
    const whole = lane.ended - inherited;
    const size = shards.length + scored.length;
    const expected = (epoch: number) => (epoch < whole ? [shards, scored] : expect.anything());
    expect(own.filter(({ends}) => ends).length).toBe(whole);
    if (lane.out !== 'failed') expect(own.length).toBe(whole * size);
    for (let epoch = 0; epoch * size < own.length; epoch += 1) {
      const units = own.slice(epoch * size, (epoch + 1) * size);
      const kinds = units.map(({kind}) => kind);
      const shardsOf = (kind: string) =>
        units.flatMap((unit) => (unit.kind === kind ? [Number(unit.shard)] : [])).sort((a, b) => a - b);
      const visits = [shardsOf('train'), shardsOf('evaluate')];
      const isInOrder =
        kinds.lastIndexOf('train') < shards.length && !kinds.slice(0, shards.length).includes('evaluate');
      const isTwice = visits.some((own) => new Set(own).size < own.length);
      if (!isInOrder || isTwice || epoch < whole)
        expect({visits, isInOrder, isTwice}).toEqual({
          visits: expected(epoch),
          isInOrder: true,
          isTwice: false,
        });
    }
    if (!lane.out) expect(lane.ended).toBe(lane.until);
  }
}

function checkHolders({spans, options: {holders, evaluation}}: Run): void {
  const bound = spans.filter(({unit}) => unit.kind === 'train' || evaluation === 'each');
  expect(bound.filter(({unit}) => !holders[unit.shard]!.includes(unit.worker))).toEqual([]);
}

function checkNoOverlap(spans: readonly Span[], keys: (span: Span) => readonly number[]): void {
  const last = new Map<number, number>();
  for (const span of spans.toSorted((a, b) => a.start - b.start || a.end - b.end))
    for (const key of keys(span)) {
      if (span.start < (last.get(key) ?? 0)) expect.fail(`${key} is at two units at ${span.start}`);
      last.set(key, span.end);
    }
}

/**
 * Where units are ordered as they end: between two units of a group, no worker that could do what comes next is free. And
 * what begins is begun at once: the order has nothing wait that could not be done.
 */
function checkNobodyIdles({options}: Run, done: readonly Span[]): void {
  const {order, together, holders, evaluation, workers} = options;
  if (order !== 'arrival' || together) return;
  expect(done.filter(({begun, start}) => begun !== start)).toEqual([]);
  const byWorker = Array.from({length: workers}, (_, own) => done.filter(({unit}) => unit.worker === own));
  /** Whether a worker is at work for less than all of a time. */
  const isFree = (worker: number, from: number, to: number) =>
    byWorker[worker]!.reduce(
      (sum, {start, end}) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    ) <
    (to - from) * (1 - 1e-9);
  for (const group of new Set(done.map(({unit}) => unit.group))) {
    const own = done.filter(({unit}) => unit.group === group);
    const pending = new Set<number>();
    let phase = '';
    for (const [at, {unit, start}] of own.entries()) {
      if (phase !== `${unit.epoch} ${unit.kind}`) for (const shard of holders.keys()) pending.add(shard);
      phase = `${unit.epoch} ${unit.kind}`;
      const ready = own[at - 1]?.end;
      if (ready !== undefined && ready < start) {
        const able =
          unit.kind === 'evaluate' && evaluation === 'once'
            ? Array.from({length: workers}, (_, worker) => worker)
            : [...pending].flatMap((shard) => holders[shard]!);
        const idle = able.filter((worker) => isFree(worker, ready, start));
        if (idle.length > 0)
          expect.fail(`group ${group} waits from ${ready} to ${start} for workers ${idle}`);
      }
      pending.delete(unit.shard);
    }
  }
}

/** Which units each configuration was trained and scored in, in their order. */
function lanesIn(run: Run): Record<string, string[]> {
  const {entries, options} = run;
  const {together} = options;
  const lanes: Record<string, string[]> = {};
  for (const entry of entries)
    if (entry.type === 'unit-ended')
      for (const {trial} of entry.lanes as {trial: number}[])
        lanes[trial] = [...(lanes[trial] ?? []), nameOf(entry)];
  // Units of a phase are done at the same time there: one that fails has had some of the others, or not yet.
  if (together)
    for (const [trial, units] of Object.entries(lanes))
      if (run.lanes.get(Number(trial))!.out === 'failed') delete lanes[trial];
      else units.sort();
  return lanes;
}

function decisionsIn({entries}: Pick<Run, 'entries'>): object[] {
  return entries.filter(({type}) => /^(trial-|group-|epoch-)/.test(type)).map(({at: _, ...facts}) => facts);
}
