import {describe, expect, it} from 'vitest';
import {check} from '../../src/graph/check.js';
import {Graph} from '../../src/graph/graph.js';
import type {Body, Value} from '../../src/graph/ops/op.js';

const x: Value = {name: 'x', type: 'float', shape: [2, 3]};
const y: Value = {name: 'y', type: 'float', shape: [2, 3]};
const relu = {op: 'Relu', inputs: [x], outputs: [y], attributes: {}};
const good: Body = {inputs: [x], outputs: [y], nodes: [relu], constants: new Map()};

describe('check', () => {
  it('gives back a graph that holds together', () => {
    expect(check(good)).toBe(good);
    const graph = new Graph();
    graph.output('y', graph.emit('Add', [graph.input('x', 'float', [2]), graph.scalar(1)]));
    expect(check(graph)).toBe(graph);
  });

  it.each<[string, Partial<Body>, string]>([
    ['a value that is read but not there', {inputs: []}, 'Relu reads x, which is not there'],
    ['nodes out of order', {nodes: [{...relu, inputs: [y], outputs: [x]}], inputs: []}, 'not there'],
    ['two values of one name', {nodes: [{...relu, outputs: [x]}]}, 'two values called x'],
    [
      'a shape that the op does not give',
      {nodes: [{...relu, outputs: [{...y, shape: [3, 2]}]}]},
      'Relu gives y as float [3,2], which is float [2,3]',
    ],
    [
      'a type that the op does not give',
      {nodes: [{...relu, outputs: [{...y, type: 'double'}]}]},
      'Relu gives y as double',
    ],
    [
      'another shape at the reader',
      {nodes: [{...relu, inputs: [{...x, shape: [6]}]}]},
      'Relu reads x as float [6]',
    ],
    ['too few outputs', {nodes: [{...relu, outputs: []}]}, 'Relu has 1 outputs, the node has 0'],
    ['an output that nothing computes', {nodes: []}, 'puts out y, which is not there'],
  ])('finds %s', (_what, broken, message) => {
    expect(() => check({...good, ...broken})).toThrow(message);
  });
});
