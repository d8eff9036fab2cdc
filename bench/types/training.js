// Grows the classifier of feature types, and writes it as ONNX.
import {randomStream} from '../../dist/base/random.js';
import {describeAll} from '../../dist/features/inference/classifier.js';
import {featureNames} from '../../dist/features/inference/description.js';
import {Graph} from '../../dist/graph/graph.js';
import {encodeModel} from '../../dist/graph/onnx/encode.js';
import {binTable} from '../../dist/trees/binned-table.js';
import {fitBins, mostBins} from '../../dist/trees/bins.js';
import {Boosting} from '../../dist/trees/boosting.js';
import {ensembleOf} from '../../dist/trees/ensemble.js';
import {Kernel} from '../../dist/trees/kernel.js';
import {usualTrees} from '../../dist/trees/options.js';
import {treeEnsemble} from '../../dist/trees/tree-ensemble.js';
import {walk} from '../../dist/trees/walk.js';
import {Workbench} from '../../dist/trees/workbench.js';

/**
 * Chosen by cross-validation over the training file alone. Few leaves and few columns a tree lose 0.5 points where a column's
 * file is known, and win 1 where it is not.
 */
const options = {
  ...usualTrees,
  ...{
    objective: 'softmax',
    rounds: 150,
    learningRate: 0.1,
    maxLeaves: 8,
    minRows: 5,
    l2: 1,
    columnsPerTree: 0.2,
  },
};
const seed = 1;
const shape = {numeric: featureNames.length, sizes: []};

export const typesOf = (columns) => [...new Set(columns.map(({type}) => type))].sort();

export function tableOf(columns) {
  const {data} = describeAll(columns.map(({summary}) => summary));
  return {rows: columns.length, numeric: data, codes: new Int32Array(0)};
}

export function grow(columns, types) {
  const kernel = new Kernel();
  try {
    const table = tableOf(columns);
    const bins = fitBins(table, shape, mostBins, randomStream(seed, 'bins'));
    const bench = new Workbench(kernel, binTable(kernel, table, bins));
    const target = Float64Array.from(columns, ({type}) => types.indexOf(type));
    const boosting = new Boosting(bench, {target, outputs: types.length}, options, seed);
    for (let round = 0; round < options.rounds; round += 1) boosting.round();
    return ensembleOf(boosting.grove);
  } finally {
    kernel.close();
  }
}

/** What the trees put out for each column: an array of as many numbers as there are types. */
export function scoresOf({start, trees}, columns) {
  const table = tableOf(columns);
  const scores = start.map((own) => new Float64Array(table.rows).fill(own));
  for (const {output, tree} of trees) walk(tree, table, shape, scores[output]);
  return columns.map((_, at) => scores.map((own) => own[at]));
}

/** [N, features] → [N, types], probabilities. */
export function modelOf(ensemble, temperature) {
  const graph = new Graph();
  const columns = graph.input('columns', 'float', ['N', featureNames.length]);
  const scaled = graph.emit('Div', [treeEnsemble(graph, columns, ensemble), graph.scalar(temperature)]);
  graph.output('probabilities', graph.emit('Softmax', [scaled], {axis: -1}));
  return encodeModel(graph, {name: 'feature-types', documentation: 'docs/feature-types.md says what it is.'});
}

export function softmax(scores, temperature = 1) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * The temperature by which scores are divided so that probabilities are as likely as they say (Guo et al. 2017, §4.2): the one of
 * 0.50, 0.51 … 4.00 with the lowest log-loss.
 */
export function temperatureOf(scores, columns, types) {
  const right = columns.map(({type}) => types.indexOf(type));
  const loss = (temperature) =>
    scores.reduce((sum, own, at) => sum - Math.log(Math.max(softmax(own, temperature)[right[at]], 1e-12)), 0);
  const tried = Array.from({length: 351}, (_, at) => (50 + at) / 100);
  return tried.map((one) => [one, loss(one)]).reduce((best, own) => (own[1] < best[1] ? own : best))[0];
}
