import {describe, expect, it} from 'vitest';
import {canonicalJson} from '../../src/base/json.js';
import type {Proposal} from '../../src/search/algorithms/algorithm.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import type {Space} from '../../src/search/space.js';

const continuous: Record<string, Space> = {
  a: {x: {type: 'uniform', low: 0, high: 1}, y: {type: 'uniform', low: 0, high: 1}},
};

const budget = {trials: 1000, epochs: 1, direction: 'maximize'} as const;

const proposalOf = ({family, parameters}: Proposal): Proposal => ({family, parameters});

describe.each(Object.entries(algorithms))('%s', (_name, algorithm) => {
  const ask = (spaces: Readonly<Record<string, Space>>, count: number, seed = 0) => {
    const search = algorithm.start({spaces, seed, ...budget});
    const asked = Array.from({length: count}, () => search.ask());
    return asked.filter((assignment) => assignment !== undefined && assignment !== 'wait').map(proposalOf);
  };

  it('uses up its example, never proposing the same twice', () => {
    const {spaces, proposals} = algorithm.example;
    const asked = ask(spaces, proposals + 5).map(canonicalJson);
    expect(asked.length).toBe(proposals);
    expect(new Set(asked).size).toBe(proposals);
  });

  it('proposes the same for the same seed', () => {
    expect(ask(continuous, 9, 5)).toEqual(ask(continuous, 9, 5));
  });

  it('tries a default first and once, if it tries it at all', () => {
    const defaults = {a: {x: 0.125, y: 0.25}};
    const search = algorithm.start({spaces: continuous, seed: 0, defaults, ...budget});
    const asked = Array.from({length: 20}, () => search.ask() as Proposal | undefined).map((proposal) =>
      canonicalJson(proposal ? proposalOf(proposal) : null),
    );
    const known = canonicalJson({family: 'a', parameters: defaults.a});
    expect([-1, 0]).toContain(asked.indexOf(known));
    expect(asked.lastIndexOf(known)).toBe(asked.indexOf(known));
  });

  it('searches the plane and not its diagonal', () => {
    const points = ask(continuous, 200).map(
      ({parameters}) => [Number(parameters.x), Number(parameters.y)] as const,
    );
    const covariance = points.reduce((sum, [x, y]) => sum + (x - 0.5) * (y - 0.5), 0) / points.length;
    expect(Math.abs(covariance / (1 / 12))).toBeLessThan(0.3);
  });
});
