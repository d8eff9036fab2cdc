import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {parzen} from '../../src/search/parzen.js';
import {valuesOf} from '../../src/search/scale.js';
import {combinations, type Point, type Space} from '../../src/search/space.js';

const space: Space = {
  kind: {type: 'choice', values: ['plain', 'deep']},
  depth: {type: 'int', low: 1, high: 4, when: {kind: ['deep']}},
  width: {type: 'quantized', low: 0.2, high: 0.8, step: 0.2, log: true},
};
const observed: Point[] = [
  {kind: 'deep', depth: 2, width: 0.4},
  {kind: 'deep', depth: 4, width: 0.2},
  {kind: 'plain', width: 0.8},
];
const density = parzen(space, observed, [1, 0.5, 1]);

it('sums to one over a space with conditions', () => {
  const points = [...combinations(space, (parameter) => valuesOf(parameter)!)];
  const sum = points.reduce((total, point) => total + Math.exp(density.logDensity(point)), 0);
  expect(sum).toBeCloseTo(1, 5);
});

it('draws as it weighs', () => {
  const random = randomStream(1, 'draws');
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 20_000; draw += 1) {
    const key = JSON.stringify(density.sample(random));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const point of combinations(space, (parameter) => valuesOf(parameter)!)) {
    const share = (counts.get(JSON.stringify(point)) ?? 0) / 20_000;
    expect(Math.abs(share - Math.exp(density.logDensity(point)))).toBeLessThan(0.015);
  }
});

it('integrates to one over a continuum', () => {
  const line: Space = {x: {type: 'uniform', low: 0, high: 1}};
  const around = parzen(line, [{x: 0.1}, {x: 0.15}, {x: 0.9}], [1, 1, 1]);
  let sum = 0;
  for (let at = 0; at < 1000; at += 1) sum += Math.exp(around.logDensity({x: (at + 0.5) / 1000})) / 1000;
  expect(sum).toBeCloseTo(1, 3);
});
