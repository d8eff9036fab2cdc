import {expect, it} from 'vitest';
import {combinations, orderOf, pointOf, type Space, shapeNames} from '../../src/search/space.js';

const space: Space = {
  momentum: {type: 'choice', values: [0.9], when: {optimizer: ['sgd'], depth: [2]}},
  depth: {type: 'choice', values: [1, 2], when: {kind: ['deep']}, shape: true},
  optimizer: {type: 'choice', values: ['sgd', 'adam']},
  kind: {type: 'choice', values: ['plain', 'deep']},
};

it('puts parents before their children', () => {
  expect(orderOf(space)).toEqual(['optimizer', 'kind', 'depth', 'momentum']);
});

it('leaves out what does not take part', () => {
  expect(pointOf(space, (_, {type, ...rest}) => ('values' in rest ? rest.values[0]! : type))).toEqual({
    optimizer: 'sgd',
    kind: 'plain',
  });
});

it('lists every point once', () => {
  const points = [...combinations(space, (parameter) => ('values' in parameter ? parameter.values : []))];
  expect(points).toEqual([
    {optimizer: 'sgd', kind: 'plain'},
    {optimizer: 'sgd', kind: 'deep', depth: 1},
    {optimizer: 'sgd', kind: 'deep', depth: 2, momentum: 0.9},
    {optimizer: 'adam', kind: 'plain'},
    {optimizer: 'adam', kind: 'deep', depth: 1},
    {optimizer: 'adam', kind: 'deep', depth: 2},
  ]);
});

it('counts among what decides the shape whatever decides whether that takes part', () => {
  expect(shapeNames(space)).toEqual(new Set(['depth', 'kind']));
});
