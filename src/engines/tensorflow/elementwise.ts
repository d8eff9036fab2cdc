import type {Tensor} from '@tensorflow/tfjs-core';
import {select} from './broadcast.js';
import type {Call, Compute, Kernels, Library} from './kernel.js';
import {wholeMagnitude, wholeNegative, wholeQuotient} from './whole.js';

export const elementwise: Kernels = {
  Abs: ({tf, inputs: [x]}) => [isWhole(x!) ? wholeMagnitude(tf, x!) : tf.abs(x!)],
  Add: binary('add'),
  And: binary('logicalAnd'),
  Cos: unary('cos'),
  Div: ({tf, inputs: [a, b]}) => [isWhole(a!) ? wholeQuotient(tf, a!, b!) : tf.div(a!, b!)],
  Equal: binary('equal'),
  Erf: ({tf, inputs: [x]}) => [tf.getKernel('Erf', tf.getBackend()) ? tf.erf(x!) : errorFunction(tf, x!)],
  Exp: unary('exp'),
  Floor: unary('floor'),
  Greater: binary('greater'),
  IsInf: unary('isInf'),
  IsNaN: unary('isNaN'),
  Less: binary('less'),
  Log: unary('log'),
  Max: extremum('maximum'),
  Min: extremum('minimum'),
  Mod: binary('mod'),
  Mul: binary('mul'),
  Neg: ({tf, inputs: [x]}) => [isWhole(x!) ? wholeNegative(tf, x!) : tf.neg(x!)],
  Not: unary('logicalNot'),
  Or: binary('logicalOr'),
  Relu: unary('relu'),
  Sigmoid: unary('sigmoid'),
  Sin: unary('sin'),
  Sqrt: unary('sqrt'),
  Sub: binary('sub'),
  Tanh: unary('tanh'),
  Where: ({tf, inputs: [condition, a, b]}) => [select(tf, condition!, a!, b!)],
};

/** WebAssembly has none. Within 1.5e-7: Abramowitz and Stegun 7.1.26. */
function errorFunction(tf: Library, x: Tensor): Tensor {
  const size = tf.abs(x);
  const t = tf.div(1, tf.add(tf.mul(size, 0.3275911), 1));
  const terms = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const sum = terms.reduce<Tensor>((rest, factor) => tf.mul(tf.add(rest, factor), t), tf.zerosLike(x));
  const upper = tf.sub(1, tf.mul(sum, tf.exp(tf.neg(tf.square(x)))));
  return select(tf, tf.less(x, 0), tf.neg(upper), upper);
}

function unary(name: keyof Library): Compute {
  return ({tf, inputs: [x]}) => [(tf[name] as (x: Tensor) => Tensor)(x!)];
}

function binary(name: keyof Library): Compute {
  return ({tf, inputs: [a, b]}: Call) => [(tf[name] as (a: Tensor, b: Tensor) => Tensor)(a!, b!)];
}

/** WebAssembly's kernels lose a NaN on the right. */
function extremum(name: 'maximum' | 'minimum'): Compute {
  return ({tf, inputs: [a, b]}) => {
    const chosen = tf[name](a!, b!);
    return [isWhole(chosen) ? chosen : select(tf, tf.isNaN(b!), b!, chosen)];
  };
}

function isWhole({dtype}: Tensor): boolean {
  return dtype === 'int32';
}
