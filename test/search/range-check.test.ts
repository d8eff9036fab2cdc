import {expect, it} from 'vitest';
import {conditionMisfit} from '../../src/search/condition-check.js';
import {rangeMisfit} from '../../src/search/range-check.js';
import type {Parameter, Space} from '../../src/search/space.js';

const rate: Parameter = {type: 'log-uniform', low: 0.001, high: 0.1};

it.each<[unknown, (string | number)[], RegExp, object?]>([
  [[1, 2], [], /a value, or keys/, {remedy: rate}],
  [undefined, [], /a value, or keys/, {remedy: rate}],
  [Number.NaN, [], /a value, or keys/],
  [{}, ['type'], /one of `choice`, `uniform`/, {remedy: 'log-uniform'}],
  [{type: 'loguniform'}, ['type'], /one of/, {suggestion: 'Did you mean `log-uniform`?'}],
  [{type: 'float'}, ['type'], /one of/, {suggestion: 'Did you mean `uniform`?'}],
  [{type: 'constructor'}, ['type'], /one of/],
  [{space: 'uniform', low: 0}, ['space'], /the key `type`/, {suggestion: 'Did you mean `type`?'}],
  [{type: 'uniform', lower: 0, high: 1}, ['lower'], /the keys/, {suggestion: 'Did you mean `low`?'}],
  [{type: 'choice', categories: [1]}, ['categories'], /the keys/, {suggestion: 'Did you mean `values`?'}],
  [{type: 'uniform', low: 0, high: 1, step: 1}, ['step'], /the keys/, {suggestion: 'Leave out `step`.'}],
  [{type: 'choice'}, ['values'], /a list/],
  [{type: 'choice', values: 5}, ['values'], /a list/, {remedy: [5]}],
  [{type: 'choice', values: []}, ['values'], /not empty/],
  [{type: 'choice', values: [1, null]}, ['values', 1], /text, a number, true or false/],
  [{type: 'choice', values: [1, 2, 1]}, ['values', 2], /each value once/, {remedy: [1, 2]}],
  [{type: 'log-uniform', high: 1}, ['low'], /a number/, {remedy: 0.001}],
  [{type: 'uniform', low: '0.5', high: 1}, ['low'], /a number/, {remedy: 0.5}],
  [{type: 'uniform', low: 0, high: Infinity}, ['high'], /a number/],
  [{type: 'uniform', low: 2, high: 1}, ['low'], /up to 1/, {suggestion: 'Write `low: 1, high: 2`.'}],
  [{type: 'log-uniform', low: 0, high: 1}, ['low'], /above 0/, {remedy: 0.001}],
  [{type: 'log-uniform', low: -1, high: 1}, ['low'], /above 0/],
  [{type: 'log-near-one', low: 0.9, high: 1}, ['high'], /below 1/, {remedy: 0.999}],
  [{type: 'int', low: 0.5, high: 2}, ['low'], /whole/, {remedy: 1}],
  [{type: 'int', low: 0, high: 2, log: true}, ['low'], /above 0/],
  [{type: 'int', low: 1, high: 2, log: 'yes'}, ['log'], /true or false/, {remedy: true}],
  [{type: 'quantized', low: 0, high: 1}, ['step'], /a number/],
  [{type: 'quantized', low: 0, high: 1, step: 2}, ['step'], /up to 1/, {remedy: 0.25}],
  [{type: 'quantized', low: 0, high: 1, step: 0}, ['step'], /above 0/],
  [{type: 'quantized', low: 0.1, high: 1, step: 0.4, log: true}, ['low'], /above 0.2, half a step/],
])('finds what is wrong with %j', (written, path, expected, more = {}) => {
  expect(rangeMisfit(written, rate)).toMatchObject({
    path,
    expected: expect.stringMatching(expected),
    ...more,
  });
});

it.each([
  ...[5, 'a', false, {type: 'choice', values: ['a', 1, true]}, {type: 'uniform', low: 1, high: 1}],
  ...[
    {type: 'int', low: 1, high: 9, log: true},
    {type: 'quantized', low: 0, high: 1, step: 0.3},
  ],
  {type: 'log-near-one', low: 0, high: 0.9, when: {a: [1]}},
])('finds nothing wrong with %j', (written) => {
  expect(rangeMisfit(written, rate)).toBeUndefined();
});

const two: Parameter = {type: 'choice', values: [1, 2]};

it.each<[Space | Record<string, unknown>, (string | number)[], RegExp]>([
  [{a: two, b: {...two, when: {c: [1]}}}, ['b', 'when', 'c'], /another parameter: `a`/],
  [{a: two, b: {...two, when: {a: [3]}}}, ['b', 'when', 'a', 0], /a value of `a`: `1`, `2`/],
  [{a: two, b: {...two, when: {a: []}}}, ['b', 'when', 'a'], /not empty/],
  [{a: two, b: {...two, when: {a: 1}}}, ['b', 'when', 'a'], /a list/],
  [{a: two, b: {...two, when: 'a'}}, ['b', 'when'], /each with a list/],
  [{a: rate, b: {...two, when: {a: [0.01]}}}, ['b', 'when', 'a'], /can be listed/],
  [{a: {...two, when: {b: [1]}}, b: {...two, when: {a: [1]}}}, ['a', 'when'], /back to themselves/],
  [{a: {...two, when: {a: [1]}}}, ['a', 'when'], /back to themselves/],
])('finds the condition that cannot be in %j', (space, path, expected) => {
  expect(conditionMisfit(space as Space)).toMatchObject({path, expected: expect.stringMatching(expected)});
});

it('finds nothing wrong with sound conditions', () => {
  const space: Space = {a: two, b: {...two, when: {a: [1]}}, c: {...two, when: {a: [1], b: [2]}}};
  expect(conditionMisfit(space)).toBeUndefined();
});
