import type {Builder, Value} from '../../graph/ops/op.js';
import {rowOf, standardized} from '../standardized.js';
import {fitPower} from '../yeo-johnson.js';
import type {Scaler, ScalerCall} from './scaler.js';

/**
 * The transformation of Yeo and Johnson (2000), with the λ that makes the values most like those of a normal distribution, and
 * standardized: scikit-learn's PowerTransformer. I.-K. Yeo and R. A. Johnson, A new family of power transformations to improve
 * normality or symmetry, Biometrika 87.
 */
export const power: Scaler = {
  summary: 'Skewed numbers made like normal ones (Yeo-Johnson), then standard. Cut off at ±10.',
  binned: false,
  quantiles: () => [],
  fit: (facts) => ({...fitPower(facts)}),
  width: () => 1,
  build: (call) => {
    const numbers = (key: string) => call.fitted.map((column) => column[key] as number);
    const {builder} = call;
    return standardized(builder, transformed(call), rowOf(builder, numbers('mean')), numbers('scale'));
  },
  example: {
    values: [0, 1, 2, 10, -3.5],
    scaled: [[-0.26309206], [-0.00805936], [0.21383892], [1.59124196], [-1.53392945]],
  },
};

/** Nothing above e⁸⁰ is left, which a 32-bit float holds with room for what follows. */
const largestExponent = 80;

/**
 * With u = log(1 + |x|), and p = λ for x ≥ 0 and 2 − λ below: sign(x) · (exp(p u) − 1) / p, sign(x) · u where p is 0, and x where
 * it is 1. What is not chosen of these is multiplied by 0, and overflows nowhere.
 */
function transformed({builder, values, fitted}: ScalerCall): Value {
  const lambdas = fitted.map(({lambda}) => lambda as number);
  const size = builder.emit('Abs', [values]);
  const above = branch(builder, size, lambdas);
  const otherwise = lambdas.map((lambda) => 2 - lambda);
  const isBelow = builder.emit('Less', [values, builder.scalar(0)]);
  return builder.emit('Where', [isBelow, builder.emit('Neg', [branch(builder, size, otherwise)]), above]);
}

function branch(builder: Builder, size: Value, powers: readonly number[]): Value {
  const is = (number: number) => powers.map((power) => Number(Math.abs(power - number) < 1e-6));
  const [isZero, isOne] = [is(0), is(1)];
  const isPower = powers.map((_, at) => isZero[at] === 0 && isOne[at] === 0);
  const row = (otherwise: number) =>
    rowOf(
      builder,
      powers.map((power, at) => (isPower[at] ? power : otherwise)),
    );
  const logarithm = builder.emit('Log', [builder.emit('Add', [size, builder.scalar(1)])]);
  const exponent = builder.emit('Mul', [logarithm, row(0)]);
  const bounded = builder.emit('Min', [exponent, builder.scalar(largestExponent)]);
  const grown = builder.emit('Sub', [builder.emit('Exp', [bounded]), builder.scalar(1)]);
  const divided = builder.emit('Div', [grown, row(1)]);
  const straight = builder.emit('Mul', [logarithm, rowOf(builder, isZero)]);
  const same = builder.emit('Mul', [size, rowOf(builder, isOne)]);
  return builder.emit('Add', [builder.emit('Add', [divided, straight]), same]);
}
