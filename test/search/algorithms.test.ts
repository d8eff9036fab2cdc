import {describe, expect, it} from 'vitest';
import type {Assignment, SearchOptions} from '../../src/search/algorithms/algorithm.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import type {Space} from '../../src/search/space.js';
import {withStopping} from '../../src/search/stopping.js';
import {bowl, drive} from '../helpers/search.js';

const plane: Record<string, Space> = {
  a: {x: {type: 'uniform', low: 0, high: 1}, y: {type: 'uniform', low: 0, high: 1}},
};
const base: SearchOptions = {spaces: plane, seed: 0, trials: 40, epochs: 4, direction: 'maximize'};
const best = (assignments: Assignment[]) =>
  Math.max(...assignments.map(({parameters}) => bowl(parameters, 1)));

describe('every algorithm', () => {
  // Cerebro's TPE read a logarithmic range as one of powers of ten, and its random search as one of e.
  it.each(Object.entries(algorithms))(
    'draws from the same range by logarithm (earlier systems 3: each by another base): %s',
    (name, algorithm) => {
      const spaces: Record<string, Space> = {a: {rate: {type: 'log-uniform', low: 1e-4, high: 1e-1}}};
      // What TPE draws later leans to what was good.
      const options = name === 'tpe' ? {startupTrials: 100} : {};
      const {assignments} = drive(algorithm.start({...base, spaces, trials: 200, options}), {
        ...{lanes: 1, seed: 0},
        value: ({trial}) => trial % 7,
      });
      const rates = assignments.map(({parameters}) => Number(parameters.rate));
      for (const rate of rates) {
        expect(rate).toBeGreaterThanOrEqual(1e-4);
        expect(rate).toBeLessThanOrEqual(1e-1);
      }
      if (name === 'grid') return;
      const drawn = rates.slice(0, 100);
      const below = drawn.filter((rate) => rate < Math.sqrt(1e-4 * 1e-1)).length / drawn.length;
      expect(below).toBeGreaterThan(0.35);
      expect(below).toBeLessThan(0.65);
    },
  );
});

it('decides on ten thousand trials in seconds', () => {
  for (const name of ['asha', 'grid']) {
    const many: Record<string, Space> = {
      a: Object.fromEntries(
        Array.from({length: 12}, (_, at) => [`p${at}`, {type: 'uniform', low: 0, high: 1}] as const),
      ),
    };
    const options = {...base, spaces: many, trials: 10_000};
    const search = withStopping(
      algorithms[name]!.start(options),
      {median: {minEpochs: 1, minTrials: 5}},
      options,
    );
    const {assignments} = drive(search, {lanes: 64, seed: 0, value: ({trial}) => trial % 1009});
    expect(assignments.length).toBeGreaterThanOrEqual(10_000);
  }
}, 60_000);

describe('halton', () => {
  it('leaves no part of many dimensions empty', () => {
    const names = Array.from({length: 20}, (_, at) => `p${at}`);
    const space: Space = Object.fromEntries(names.map((name) => [name, {type: 'uniform', low: 0, high: 1}]));
    const search = algorithms.halton!.start({...base, spaces: {a: space}, trials: 64});
    const points = drive(search, {lanes: 64, seed: 0, value: () => 0}).assignments;
    for (const name of names) {
      const quarters = new Set(points.map(({parameters}) => Math.floor(4 * Number(parameters[name]))));
      expect(quarters.size).toBe(4);
    }
    // In the last two dimensions the plain sequence of 64 points is a line: all correlation.
    const [x, y] = ['p18', 'p19'].map((name) => points.map(({parameters}) => Number(parameters[name]) - 0.5));
    const covariance = x!.reduce((sum, value, at) => sum + value * y![at]!, 0) / points.length;
    expect(Math.abs(covariance * 12)).toBeLessThan(0.4);
  });
});

describe('asha', () => {
  it('promotes one in four at once, and begins a new one where it cannot', () => {
    const search = algorithms.asha!.start(base);
    const asked = (answer: ReturnType<typeof search.ask>) => answer as Assignment;
    const first = Array.from({length: 4}, () => asked(search.ask()));
    expect(first.map(({trial, epochs}) => [trial, epochs])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    for (const {trial} of first.slice(0, 3)) search.tell({trial, epoch: 1, value: trial});
    expect(asked(search.ask())).toMatchObject({trial: 5, epochs: 1});
    search.tell({trial: 4, epoch: 1, value: 0});
    expect(asked(search.ask())).toMatchObject({trial: 3, epochs: 4});
    expect(asked(search.ask())).toMatchObject({trial: 6, epochs: 1});
  });

  it('promotes nobody who failed', () => {
    const {out, assignments} = drive(algorithms.asha!.start(base), {
      ...{lanes: 3, seed: 0, failures: 0.5},
      value: ({trial}) => trial,
    });
    expect(out.size).toBeGreaterThan(5);
    expect(assignments.filter(({epochs}) => epochs === 4).length).toBeGreaterThan(0);
  });
});

describe('tpe', () => {
  const value = ({parameters}: Assignment, epoch: number) => bowl(parameters, epoch / 4);

  it('ends nearer to the best than random draws', () => {
    const far = (name: string) =>
      Array.from({length: 10}, (_, seed) => {
        const search = algorithms[name]!.start({...base, trials: 60, seed});
        return 1 - best(drive(search, {lanes: 1, seed, value}).assignments);
      }).sort((a, b) => a - b)[5]!;
    expect(far('tpe')).toBeLessThan(far('random') / 3);
  });

  it('learns which family is better, and a parameter that only some points have', () => {
    const spaces: Record<string, Space> = {
      poor: {x: {type: 'uniform', low: 0, high: 1}},
      good: {
        kind: {type: 'choice', values: ['plain', 'deep']},
        depth: {type: 'uniform', low: 0, high: 1, when: {kind: ['deep']}},
      },
    };
    const {assignments} = drive(algorithms.tpe!.start({...base, spaces, trials: 80}), {
      ...{lanes: 1, seed: 0},
      value: ({parameters}) => ('depth' in parameters ? 2 - Math.abs(Number(parameters.depth) - 0.7) : 0),
    });
    const late = assignments.slice(-30);
    const deep = late.filter(({parameters}) => parameters.kind === 'deep');
    expect(deep.length).toBeGreaterThan(15);
    const depths = deep.map(({parameters}) => Number(parameters.depth)).sort((a, b) => a - b);
    expect(Math.abs(depths[Math.floor(depths.length / 2)]! - 0.7)).toBeLessThan(0.1);
  });

  it('goes by every result, those of the first trials too (earlier systems 4: by those of the last batch alone)', () => {
    const farFromTheFirst = (value: number, seed: number) => {
      const spaces = {a: {x: plane.a!.x!}};
      const options = {startupTrials: 20, concurrent: 60};
      const search = algorithms.tpe!.start({...base, seed, spaces, trials: 60, options});
      const ask = () => Number((search.ask() as Assignment).parameters.x);
      const drawn = Array.from({length: 20}, ask);
      drawn.forEach((_, at) => search.tell({trial: at + 1, epoch: 4, value: at === 0 ? value : 0}));
      return Array.from({length: 40}, ask).reduce((sum, x) => sum + Math.abs(x - drawn[0]!), 0) / 40;
    };
    const seeds = Array.from({length: 10}, (_, seed) => seed);
    const nearer = seeds.filter((seed) => farFromTheFirst(100, seed) < farFromTheFirst(-100, seed));
    expect(nearer.length).toBeGreaterThan(7);
  });

  it('keeps few under way', () => {
    const search = algorithms.tpe!.start({...base, options: {concurrent: 3}});
    expect(Array.from({length: 4}, () => search.ask()).at(-1)).toBe('wait');
  });
});

describe('pbt', () => {
  const spaces: Record<string, Space> = {
    net: {
      units: {type: 'choice', values: [16, 32, 64], shape: true},
      deep: {type: 'choice', values: [true, false]},
      width: {type: 'int', low: 1, high: 3, shape: true, when: {deep: [true]}},
      rate: {type: 'log-uniform', low: 1e-4, high: 1},
    },
  };
  const {assignments} = drive(algorithms.pbt!.start({...base, spaces, epochs: 20, trials: 40}), {
    ...{lanes: 6, seed: 0},
    value: ({parameters}) => -Math.abs(Math.log10(Number(parameters.rate)) + 2),
  });
  const known = new Map(assignments.map((assignment) => [assignment.trial, assignment]));
  const clones = assignments.filter(({parent}) => parent !== undefined);

  it('clones into new trials, with the weights that its parent has', () => {
    expect(clones.length).toBeGreaterThan(5);
    for (const {parameters, parent} of clones) {
      const {units, deep, width} = known.get(parent!)!.parameters;
      expect(parameters).toMatchObject({units, deep, ...(width !== undefined && {width})});
      expect(parameters.rate).not.toBe(known.get(parent!)!.parameters.rate);
    }
  });

  it('asks for the clones of a round before their parents go on', () => {
    for (const clone of clones) {
      const goesOn = assignments.findIndex(
        ({trial, epochs}) => trial === clone.parent && epochs === clone.epochs,
      );
      if (goesOn >= 0) expect(assignments.indexOf(clone)).toBeLessThan(goesOn);
    }
  });

  it('ends better than it began', () => {
    const far = ({parameters}: Assignment) => Math.abs(Math.log10(Number(parameters.rate)) + 2);
    const mean = (some: Assignment[]) => some.reduce((sum, each) => sum + far(each), 0) / some.length;
    const last = assignments.filter(({epochs}) => epochs === 20);
    const first = assignments.filter(({epochs}) => epochs === assignments[0]!.epochs);
    expect(mean(last)).toBeLessThan(mean(first) / 2);
  });

  it('fills the place of one that failed', () => {
    const driven = drive(algorithms.pbt!.start({...base, epochs: 20, trials: 60}), {
      ...{lanes: 6, seed: 0, failures: 0.03},
      value: ({trial}) => trial,
    });
    expect(driven.out.size).toBeGreaterThan(3);
    const at = (epochs: number) => driven.assignments.filter((each) => each.epochs === epochs).length;
    expect(at(20)).toBe(at(4));
  });
});
