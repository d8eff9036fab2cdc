/**
 * What is trained. `layers` are widths, the first that of the row; hidden layers are rectified. One output is a number,
 * trained by mean squared error; several are classes, by softmax cross-entropy. A unit is `steps` batches over one of
 * `shards` sets of rows; `units` of them are one repetition, for one configuration (`alone`) and for each of `together.count`.
 */
export const workloads = [
  {
    ...{id: 'small-32', layers: [30, 128, 64, 1], batch: 32, steps: 128, shards: 8, seed: 1},
    alone: {units: 4, bar: 1},
    together: {count: 16, units: 1, bar: 2.5, vmapBar: 1.2},
  },
  {
    ...{id: 'small-256', layers: [30, 128, 64, 1], batch: 256, steps: 64, shards: 4, seed: 2},
    alone: {units: 4, bar: 1},
    together: {count: 16, units: 1, bar: 1.5, vmapBar: 1, matmulBar: 0.8},
  },
  {
    ...{id: 'covertype', layers: [54, 256, 256, 7], batch: 512, steps: 16, shards: 4, seed: 3},
    alone: {units: 4, bar: 1},
    together: {count: 8, units: 1, bar: 1.2},
  },
  {
    ...{id: 'cerebro', layers: [784, 1000, 500, 10], batch: 256, steps: 8, shards: 4, seed: 4},
    alone: {units: 2, bar: 1},
  },
  {
    ...{id: 'embeddings', layers: [160, 128, 1], batch: 256, steps: 64, shards: 2, seed: 5},
    embedding: {columns: 20, categories: 1000, width: 8},
    alone: {units: 2, bar: 1},
  },
];

export const adam = {learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7};

/** As the rows of the table call it. */
export function title({layers, batch, embedding}) {
  const front = embedding ? `${embedding.columns}x${embedding.categories}x${embedding.width} embedded, ` : '';
  return `${front}${layers.slice(embedding ? 1 : 0).join('-')}, batch ${batch}`;
}

/** One configuration trains at Adam's usual rate, several at rates from a third of it to three times. */
export function learningRates(count) {
  if (count === 1) return [adam.learningRate];
  return Array.from({length: count}, (_, k) => adam.learningRate * 3 ** ((2 * k) / (count - 1) - 1));
}
