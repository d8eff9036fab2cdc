// Twelve functions to be made small, each with its space and its least value. Ten are standard (Surjanovic and Bingham,
// Virtual Library of Simulation Experiments), two are made up: one of mixed kinds of parameters, one with conditions.
const {PI, sin, cos, exp, sqrt, abs, log10} = Math;
const sum = (values) => values.reduce((total, value) => total + value, 0);
const box = (dimensions, low, high) =>
  Object.fromEntries(Array.from({length: dimensions}, (_, at) => [`x${at}`, {type: 'uniform', low, high}]));
/** A function of a vector. */
const of = (f) => (point) => f(Object.values(point));

function hartmann(matrix, centers) {
  const alpha = [1, 1.2, 3, 3.2];
  return (x) =>
    -sum(
      alpha.map(
        (weight, row) => weight * exp(-sum(x.map((v, at) => matrix[row][at] * (v - centers[row][at]) ** 2))),
      ),
    );
}

const hartmann3 = hartmann(
  [
    [3, 10, 30],
    [0.1, 10, 35],
    [3, 10, 30],
    [0.1, 10, 35],
  ],
  [
    [0.3689, 0.117, 0.2673],
    [0.4699, 0.4387, 0.747],
    [0.1091, 0.8732, 0.5547],
    [0.0381, 0.5743, 0.8828],
  ],
);
const hartmann6 = hartmann(
  [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
  ],
);

const branin = ([x, y]) =>
  (y - (5.1 / (4 * PI ** 2)) * x ** 2 + (5 / PI) * x - 6) ** 2 + 10 * (1 - 1 / (8 * PI)) * cos(x) + 10;
const rosenbrock = (x) => sum(x.slice(0, -1).map((v, at) => 100 * (x[at + 1] - v ** 2) ** 2 + (v - 1) ** 2));
const ackley = (x) =>
  -20 * exp(-0.2 * sqrt(sum(x.map((v) => v * v)) / x.length)) -
  exp(sum(x.map((v) => cos(2 * PI * v))) / x.length) +
  20 +
  Math.E;
const rastrigin = (x) => 10 * x.length + sum(x.map((v) => v * v - 10 * cos(2 * PI * v)));
const griewank = (x) =>
  1 + sum(x.map((v) => v * v)) / 4000 - x.reduce((product, v, at) => product * cos(v / sqrt(at + 1)), 1);
const styblinskiTang = (x) => sum(x.map((v) => v ** 4 - 16 * v ** 2 + 5 * v)) / 2;
const sixHumpCamel = ([x, y]) =>
  (4 - 2.1 * x ** 2 + x ** 4 / 3) * x ** 2 + x * y + (-4 + 4 * y ** 2) * y ** 2;

function levy(x) {
  const w = x.map((v) => 1 + (v - 1) / 4);
  const last = w.at(-1);
  return (
    sin(PI * w[0]) ** 2 +
    sum(w.slice(0, -1).map((v) => (v - 1) ** 2 * (1 + 10 * sin(PI * v + 1) ** 2))) +
    (last - 1) ** 2 * (1 + sin(2 * PI * last) ** 2)
  );
}

/** As of a network: the best rate depends on the depth, and each activation is some way off. */
const mixed = ({activation, depth, rate, dropout, batch}) =>
  ({relu: 0, tanh: 0.3, sigmoid: 1})[activation] +
  (log10(rate) + 2 + 0.2 * (depth - 3)) ** 2 +
  0.05 * (depth - 4) ** 2 +
  4 * (dropout - 0.2) ** 2 +
  0.1 * abs(Math.log2(batch / 64));

/** Two kinds of model with parameters of their own: the worse one is easier to tune. */
const conditional = (point) =>
  point.kind === 'shallow'
    ? 0.5 + 0.2 * (log10(point.penalty) + 1) ** 2
    : (log10(point.rate) + 3) ** 2 +
      0.1 * abs(point.layers - 3) +
      (point.optimizer === 'sgd' ? 10 * (point.momentum - 0.9) ** 2 : 0.2);

const camelBox = {
  x: {type: 'uniform', low: -3, high: 3},
  y: {type: 'uniform', low: -2, high: 2},
};
const braninBox = {
  x: {type: 'uniform', low: -5, high: 10},
  y: {type: 'uniform', low: 0, high: 15},
};
const mixedSpace = {
  activation: {type: 'choice', values: ['sigmoid', 'tanh', 'relu']},
  depth: {type: 'int', low: 1, high: 12},
  rate: {type: 'log-uniform', low: 1e-5, high: 1},
  dropout: {type: 'quantized', low: 0, high: 0.8, step: 0.1},
  batch: {type: 'int', low: 8, high: 1024, log: true},
};
const conditionalSpace = {
  kind: {type: 'choice', values: ['shallow', 'deep']},
  penalty: {type: 'log-uniform', low: 1e-4, high: 100, when: {kind: ['shallow']}},
  layers: {type: 'int', low: 1, high: 8, when: {kind: ['deep']}},
  rate: {type: 'log-uniform', low: 1e-6, high: 1, when: {kind: ['deep']}},
  optimizer: {type: 'choice', values: ['adam', 'sgd'], when: {kind: ['deep']}},
  momentum: {type: 'uniform', low: 0, high: 0.99, when: {kind: ['deep'], optimizer: ['sgd']}},
};

/** By name: the space, the value at a point, and the least value. */
export const functions = {
  branin: {space: braninBox, value: of(branin), least: 0.39788735772973816},
  'hartmann, 3 dimensions': {space: box(3, 0, 1), value: of(hartmann3), least: -3.8627797873327694},
  'hartmann, 6 dimensions': {space: box(6, 0, 1), value: of(hartmann6), least: -3.322368011415515},
  'rosenbrock, 4 dimensions': {space: box(4, -5, 10), value: of(rosenbrock), least: 0},
  'ackley, 5 dimensions': {space: box(5, -32.768, 32.768), value: of(ackley), least: 0},
  'rastrigin, 4 dimensions': {space: box(4, -5.12, 5.12), value: of(rastrigin), least: 0},
  'levy, 5 dimensions': {space: box(5, -10, 10), value: of(levy), least: 0},
  'griewank, 6 dimensions': {space: box(6, -600, 600), value: of(griewank), least: 0},
  'styblinski-tang, 5 dimensions': {
    ...{space: box(5, -5, 5), value: of(styblinskiTang), least: -39.16616570377142 * 5},
  },
  'six-hump camel': {space: camelBox, value: of(sixHumpCamel), least: -1.031628453489877},
  'mixed kinds': {space: mixedSpace, value: mixed, least: 0},
  'with conditions': {space: conditionalSpace, value: conditional, least: 0},
};
