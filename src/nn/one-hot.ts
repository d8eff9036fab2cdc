import {tensor} from '../base/tensor.js';
import type {Builder, Value} from '../graph/ops/op.js';

/** Class codes [B] → whether each class is the row's: bool [B, classes]. */
export function isClass(builder: Builder, codes: Value, classes: number): Value {
  const range = Int32Array.from({length: classes}, (_, code) => code);
  const column = builder.emit('Reshape', [codes, builder.integers([-1, 1])]);
  return builder.emit('Equal', [column, builder.constant(tensor('int32', [1, classes], range))]);
}

/** Class codes [B] → 1 for the row's class, else 0: [B, classes]. */
export function oneHot(builder: Builder, codes: Value, classes: number): Value {
  return builder.emit('Cast', [isClass(builder, codes, classes)], {to: 'float'});
}
