import {doubles} from '../base/tensor.js';
import type {Builder, Value} from '../graph/ops/op.js';

/** A text without a known word has a length of nothing, and nothing is divided by it. */
const shortest = 1e-300;

/**
 * How much a word says: 1 + log((1 + texts) / (1 + texts that have it)), as scikit-learn's TfidfTransformer.
 * @param times in how many texts each word is
 */
export function inverseFrequencies(times: readonly number[], texts: number): number[] {
  return times.map((count) => 1 + Math.log((1 + texts) / (1 + Math.min(count, texts))));
}

/** Counts of words, as SQL, weighted and brought to length 1, text by text: FLOAT. */
export function tfIdfSql(counts: readonly string[], weights: readonly number[]): string[] {
  const weighted = counts.map((count, at) => `CAST(${count} AS DOUBLE) * CAST('${weights[at]}' AS DOUBLE)`);
  const squares = `list_transform([${weighted.join(', ')}], lambda weight: weight * weight)`;
  const length = `greatest(sqrt(list_sum(${squares})), CAST('${shortest}' AS DOUBLE))`;
  return weighted.map((one) => `CAST(${one} / ${length} AS FLOAT)`);
}

/** The same as nodes: counts [N, words] → [N, words]. */
export function tfIdfGraph(builder: Builder, counts: Value, weights: readonly number[]): Value {
  const exact = builder.emit('Cast', [counts], {to: 'double'});
  const weighted = builder.emit('Mul', [exact, builder.constant(doubles([1, weights.length], weights))]);
  const squares = builder.emit('Mul', [weighted, weighted]);
  const sum = builder.emit('ReduceSum', [squares, builder.integers([1])], {keepdims: 1});
  const length = builder.emit('Max', [
    builder.emit('Sqrt', [sum]),
    builder.constant(doubles([], [shortest])),
  ]);
  return builder.emit('Cast', [builder.emit('Div', [weighted, length])], {to: 'float'});
}
