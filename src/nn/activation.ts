import type {Builder, Value} from '../graph/ops/op.js';

export const activations = ['linear', 'relu', 'sigmoid', 'tanh'] as const;
export type Activation = (typeof activations)[number];

const operators: Readonly<Record<Activation, string | undefined>> = {
  linear: undefined,
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};

export function activate(builder: Builder, activation: Activation, value: Value): Value {
  const op = operators[activation];
  return op ? builder.emit(op, [value]) : value;
}
