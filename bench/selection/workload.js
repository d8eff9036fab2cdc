// What is searched, the same for all: fixed before anything was made faster by it.

/** Rows of `flights-3m.parquet`, evenly spread over its half year, and epochs of every configuration. */
export const full = {rows: 200_000, epochs: 10};

export const cores = 2;

/** The parameters of adl's `mlp`: two architectures, two sizes of a batch, eight pairs of learning rate and decay. */
export const grid = {
  units: [64, 128],
  hiddenLayers: [2],
  embedding: [8],
  learningRate: [0.0005, 0.001, 0.003, 0.01],
  alpha: [0.1, 10],
  batchSize: [128, 512],
};

export const metric = 'roc-auc';

/** Every configuration of the grid. */
export const points = Object.entries(grid).reduce(
  (all, [name, values]) => all.flatMap((point) => values.map((value) => ({...point, [name]: value}))),
  [{}],
);

/** As the peers take them, with the decay as λ of λ/2 Σ w²: adl's `alpha` is for all rows. */
export function configurations(trainingRows) {
  return points.map(({alpha, ...point}) => ({...point, l2: alpha / trainingRows}));
}

/** Whether some configurations, in any order, are those of the grid. */
export function isGrid(found) {
  const texts = (all) => all.map((point) => JSON.stringify(Object.entries(point).sort())).sort();
  return JSON.stringify(texts(found)) === JSON.stringify(texts(points));
}
