import type {Registry} from '../../base/registry.js';
import {cast} from './cast.js';
import {and, equal, greater, isInfinite, isNotANumber, less, not, or, where} from './compare.js';
import {
  abs,
  add,
  cos,
  div,
  erf,
  exp,
  floor,
  log,
  max,
  min,
  mul,
  neg,
  relu,
  sigmoid,
  sin,
  sqrt,
  sub,
  tanh,
} from './elementwise.js';
import {gather, scatterElements} from './gather.js';
import {labelEncoder} from './label-encoder.js';
import {matMul} from './matmul.js';
import {mod} from './mod.js';
import type {Op} from './op.js';
import {argMax, reduceMax, reduceMean, reduceSum} from './reduce.js';
import {concat, expand, identity, reshape, slice, split, transpose} from './reshape.js';
import {scan} from './scan.js';
import {scatterND} from './scatter-nd.js';
import {logSoftmax, softmax} from './softmax.js';
import {regexFullMatch, stringConcat, stringSplit, tfIdfVectorizer} from './text.js';
import {treeEnsembleRegressor} from './tree-ensemble-regressor.js';

/** Every operator that graphs may hold, by its ONNX name. */
export const ops: Registry<Op> = {
  Abs: abs,
  Add: add,
  And: and,
  ArgMax: argMax,
  Cast: cast,
  Concat: concat,
  Cos: cos,
  Div: div,
  Equal: equal,
  Erf: erf,
  Exp: exp,
  Expand: expand,
  Floor: floor,
  Gather: gather,
  Greater: greater,
  Identity: identity,
  IsInf: isInfinite,
  IsNaN: isNotANumber,
  LabelEncoder: labelEncoder,
  Less: less,
  Log: log,
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Max: max,
  Min: min,
  Mod: mod,
  Mul: mul,
  Neg: neg,
  Not: not,
  Or: or,
  ReduceMax: reduceMax,
  ReduceMean: reduceMean,
  ReduceSum: reduceSum,
  RegexFullMatch: regexFullMatch,
  Relu: relu,
  Reshape: reshape,
  Scan: scan,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Sigmoid: sigmoid,
  Sin: sin,
  Slice: slice,
  Softmax: softmax,
  Split: split,
  Sqrt: sqrt,
  StringConcat: stringConcat,
  StringSplit: stringSplit,
  Sub: sub,
  Tanh: tanh,
  TfIdfVectorizer: tfIdfVectorizer,
  Transpose: transpose,
  TreeEnsembleRegressor: treeEnsembleRegressor,
  Where: where,
};

/** @throws Error for an op that is not in the table: a bug of the caller. */
export function operator(name: string): Op {
  const op = ops[name];
  if (!op) throw new Error(`There is no operator called ${name}.`);
  return op;
}
