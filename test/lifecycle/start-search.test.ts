import {describe, expect, it} from 'vitest';
import {searchSchema} from '../../src/lifecycle/search-schema.js';
import {startSearch} from '../../src/lifecycle/start-search.js';
import {families} from '../../src/models/families/registry.js';
import {drive} from '../helpers/search.js';

const facts = {seed: 0, direction: 'maximize', families: ['linear', 'mlp']} as const;
const pointsOf = (written: object, more: object = {}) => {
  const {search} = startSearch(searchSchema.parse({trials: 40, ...written}), {...facts, ...more});
  return drive(search, {lanes: 8, seed: 0, value: ({trial}) => trial}).assignments;
};

describe('a search as a manifest has it', () => {
  it('begins with the default of each family', () => {
    const [first, second] = pointsOf({});
    expect(first).toMatchObject({trial: 1, family: 'linear', parameters: families.linear!.default});
    expect(second).toMatchObject({trial: 2, family: 'mlp', parameters: families.mlp!.default});
  });

  it('draws from the ranges of the manifest, its default as near as they allow', () => {
    const space = {mlp: {units: 16, alpha: 2, learningRate: {type: 'log-uniform', low: 0.01, high: 0.1}}};
    const own = pointsOf({space}).filter(({family}) => family === 'mlp');
    expect(own[0]!.parameters).toEqual({...families.mlp!.default, units: 16, alpha: 2, learningRate: 0.01});
    for (const {parameters} of own) {
      expect(parameters).toMatchObject({units: 16, alpha: 2});
      expect(parameters.learningRate).toBeGreaterThanOrEqual(0.01);
    }
    expect(new Set(own.map(({parameters}) => parameters.hiddenLayers))).toEqual(new Set([1, 2]));
  });

  it('gives a parameter that a condition leaves out its default', () => {
    const batchSize = {type: 'choice', values: [32, 512], when: {hiddenLayers: [2]}};
    const own = pointsOf({space: {mlp: {batchSize}}}, {families: ['mlp']});
    for (const {parameters} of own) {
      if (parameters.hiddenLayers === 2) expect([32, 512]).toContain(parameters.batchSize);
      else expect(parameters.batchSize).toBe(64);
    }
  });

  it('keeps what is shaped by a parameter for its clones, whatever range the manifest gives it', () => {
    const space = {mlp: {units: {type: 'int', low: 8, high: 256}}};
    const own = pointsOf({algorithm: 'pbt', space}, {families: ['mlp']});
    const clones = own.filter(({parent}) => parent !== undefined);
    expect(clones.length).toBeGreaterThan(3);
    for (const {parent, parameters} of clones) {
      const {units, hiddenLayers, embedding} = own.find(({trial}) => trial === parent)!.parameters;
      expect(parameters).toMatchObject({units, hiddenLayers, embedding});
    }
  });

  it('hands the algorithm its options', () => {
    const rungs = (section: object) => [...new Set(pointsOf(section).map(({epochs}) => epochs))];
    expect(rungs({algorithm: 'asha', epochs: 9, reductionFactor: 3})).toEqual([1, 3, 9]);
    expect(rungs({algorithm: 'asha', epochs: 9, minEpochs: 2})).toEqual([2, 8, 9]);
  });

  it('listens where the algorithm does, or where a rule may stop a trial', () => {
    const listens = (section: object) => startSearch(searchSchema.parse(section), facts).listens;
    expect(listens({})).toBe(false);
    expect(listens({algorithm: 'tpe'})).toBe(true);
    expect(listens({stopping: {median: {}}})).toBe(true);
    expect(listens({stopping: {}})).toBe(false);
  });

  it('has a table where the algorithm knows it before', () => {
    const tableOf = (section: object) => startSearch(searchSchema.parse(section), facts).table;
    expect(tableOf({})).toBeUndefined();
    expect(tableOf({algorithm: 'hyperband', trials: 17, epochs: 9})!.map((step) => step.length)).toEqual([
      1, 2, 3,
    ]);
  });
});
