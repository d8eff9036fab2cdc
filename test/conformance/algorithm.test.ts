import {describe, expect, it} from 'vitest';
import {canonicalJson} from '../../src/base/json.js';
import {randomStream} from '../../src/base/random.js';
import type {Assignment, SearchOptions} from '../../src/search/algorithms/algorithm.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import type {Parameter, Space} from '../../src/search/space.js';
import {withStopping} from '../../src/search/stopping.js';
import {bowl, type Driven, drive} from '../helpers/search.js';

const unit: Parameter = {type: 'uniform', low: 0, high: 1};
const plane: Record<string, Space> = {a: {x: unit, y: unit}};
/** Everything that a space can hold: conditions, choices, steps, and a family that is soon used up. */
const mixed: Record<string, Space> = {
  a: {
    kind: {type: 'choice', values: ['plain', 'deep']},
    depth: {type: 'int', low: 1, high: 3, when: {kind: ['deep']}, shape: true},
    rate: {type: 'log-uniform', low: 1e-4, high: 1},
    drop: {type: 'quantized', low: 0, high: 0.5, step: 0.1},
    momentum: {type: 'log-near-one', low: 0.9, high: 0.999, when: {depth: [2, 3]}},
  },
  b: {units: {type: 'choice', values: [1, 2, 3]}},
};
const rounds = Array.from({length: 40}, (_, seed) => seed);

const keyOf = ({family, parameters}: Assignment) => canonicalJson({family, parameters});
const firsts = ({assignments}: Driven) =>
  assignments.filter(({trial}, at) => assignments.findIndex((other) => other.trial === trial) === at);

describe.each(Object.entries(algorithms))('%s', (_name, algorithm) => {
  const start = (options: Partial<SearchOptions>) =>
    algorithm.start({spaces: plane, seed: 0, trials: 32, epochs: 9, direction: 'maximize', ...options});
  const train = (options: Partial<SearchOptions>, lanes = 1) =>
    drive(start(options), {
      ...{lanes, seed: 0},
      value: ({parameters}, epoch) => bowl(parameters, epoch / (options.epochs ?? 9)),
    });

  it('uses up its example, never asking for the same twice', () => {
    const {spaces, proposals} = algorithm.example;
    const keys = firsts(train({spaces, trials: 1000})).map(keyOf);
    expect(keys.length).toBe(proposals);
    expect(new Set(keys).size).toBe(proposals);
  });

  it.each(rounds)('keeps its word however its trials train and fail: seed %i', (seed) => {
    const random = randomStream(seed, 'case');
    const pick = <T>(...values: T[]) => values[random.integer(values.length)]!;
    const options: SearchOptions = {
      ...{spaces: pick(plane, mixed), seed, trials: 1 + random.integer(60), epochs: 1 + random.integer(30)},
      direction: pick('minimize', 'maximize'),
    };
    const rules = pick<object>({}, {}, {median: {}}, {patience: {epochs: 2}});
    const search = () =>
      withStopping(
        algorithm.start(options),
        {
          ...('median' in rules && {median: {minEpochs: 1, minTrials: 3}}),
          ...('patience' in rules && {patience: {epochs: 2, minDelta: 0}}),
        },
        options,
      );
    const driven = drive(search(), {
      ...{lanes: 1 + random.integer(32), seed, failures: pick(0, 0.01, 0.3), echoes: pick(0, 0.1)},
      removals: pick(0, 0, 0.05),
      value: ({trial}, epoch) => randomStream(seed, 'value', trial, epoch).uniform(),
    });
    check(driven, options);
    const again = search();
    for (const call of driven.calls)
      expect('ask' in call ? again.ask() : again.tell(call.tell)).toEqual(call.answer);
  });

  it('trains one to the end where none fails', () => {
    for (const trials of [1, 2, 5, 32])
      for (const epochs of [1, 2, 10, 27]) {
        const {trained} = train({trials, epochs}, 4);
        expect(Math.max(...trained.values())).toBe(epochs);
      }
  });

  it('asks for the same with the same seed, and for other things with another', () => {
    const keys = (seed: number) => train({seed, spaces: mixed}).assignments.map(keyOf);
    expect(keys(5)).toEqual(keys(5));
    expect(keys(5)).not.toEqual(keys(6));
  });

  it('tries a default first and once, if it tries it at all', () => {
    const defaults = {a: {x: 0.125, y: 0.25}};
    const keys = firsts(train({defaults})).map(({parameters}) => canonicalJson(parameters));
    const known = canonicalJson(defaults.a);
    expect([-1, 0]).toContain(keys.indexOf(known));
    expect(keys.lastIndexOf(known)).toBe(keys.indexOf(known));
  });

  it('goes where values are better, whichever is better', () => {
    const last = (direction: SearchOptions['direction'], sign: number) =>
      drive(start({direction}), {
        ...{lanes: 4, seed: 0},
        value: ({parameters}, epoch) => sign * bowl(parameters, epoch / 9),
      }).assignments.map(keyOf);
    const up = last('maximize', 1);
    expect(last('minimize', -1)).toEqual(up);
    if (algorithm.listens) expect(last('minimize', 1)).not.toEqual(up);
    else expect(last('minimize', 1)).toEqual(up);
  });

  it('can be asked for all at once, if it does not listen', () => {
    const search = start({});
    let asked = 0;
    for (let answer = search.ask(); answer && answer !== 'wait'; answer = search.ask()) asked += 1;
    const next = search.ask();
    expect(next === 'wait').toBe(algorithm.listens && asked > 0);
  });
});

/** Throws unless all that was asked for was allowed. */
function check({calls, assignments, trained, out}: Driven, {trials, epochs, spaces}: SearchOptions): void {
  const known = new Map<number, Assignment>();
  const isOut = new Set<number>();
  const reached = new Map<number, number>();
  for (const call of calls) {
    if ('tell' in call) {
      const {trial, epoch, value} = call.tell;
      if (value === undefined || call.answer === 'stop') isOut.add(trial);
      reached.set(trial, Math.max(reached.get(trial) ?? 0, epoch));
      continue;
    }
    if (!call.answer || call.answer === 'wait') continue;
    const {trial, parent, epochs: target, family} = call.answer;
    const before = known.get(trial);
    if (before) {
      expect(keyOf(call.answer)).toBe(keyOf(before));
      expect(isOut).not.toContain(trial);
      // What was asked of it before is done.
      expect(reached.get(trial)).toBe(before.epochs);
      expect(target).toBeGreaterThan(before.epochs);
      expect(parent).toBeUndefined();
    } else expect(trial).toBe(known.size + 1);
    if (!before && parent !== undefined) {
      const parentOf = known.get(parent)!;
      expect(reached.get(parent)).toBe(parentOf.epochs);
      expect(target).toBeGreaterThan(parentOf.epochs);
      expect(parentOf.family).toBe(family);
    }
    expect(Object.keys(spaces)).toContain(family);
    expect(target).toBeLessThanOrEqual(epochs);
    known.set(trial, call.answer);
  }
  expect(known.size).toBeLessThanOrEqual(trials);
  expect(new Set([...known.values()].map(keyOf)).size).toBe(known.size);
  for (const reach of trained.values()) expect(reach).toBeLessThanOrEqual(epochs);
  expect(assignments.length).toBeGreaterThan(0);
  expect(out).toEqual(isOut);
}
