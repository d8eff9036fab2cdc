import type {Builder, Value} from '../graph/ops/op.js';

/**
 * g ← g c / max(‖g‖, c), ‖g‖ the norm of all gradients together: Pascanu et al. 2013, algorithm 1. All become NaN where
 * the norm is not finite, so that a lane which has diverged is seen and does not stand still.
 */
export function clipByGlobalNorm(builder: Builder, gradients: readonly Value[], limit: Value): Value[] {
  const total = gradients
    .map((gradient) => sumOfSquares(builder, gradient))
    .reduce((sum, square) => builder.emit('Add', [sum, square]));
  const norm = builder.emit('Sqrt', [total]);
  const finite = builder.emit('Div', [limit, builder.emit('Max', [norm, limit])]);
  const scale = builder.emit('Add', [finite, builder.emit('Sub', [norm, norm])]);
  return gradients.map((gradient) => builder.emit('Mul', [gradient, scale]));
}

function sumOfSquares(builder: Builder, gradient: Value): Value {
  const square = builder.emit('Mul', [gradient, gradient]);
  const axes = gradient.shape.map((_, axis) => axis);
  return builder.emit('ReduceSum', [square, builder.integers(axes)], {keepdims: 0});
}
