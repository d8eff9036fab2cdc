// A process that grows adl's trees over a table that lies in a folder, and says how long it took: fit.js FOLDER THREADS OUT
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {randomStream} from '../../dist/base/random.js';
import {floats} from '../../dist/base/tensor.js';
import {onnxruntime} from '../../dist/engines/onnxruntime.js';
import {Graph} from '../../dist/graph/graph.js';
import {binTable} from '../../dist/trees/binned-table.js';
import {fitBins} from '../../dist/trees/bins.js';
import {Boosting} from '../../dist/trees/boosting.js';
import {ensembleOf} from '../../dist/trees/ensemble.js';
import {Kernel} from '../../dist/trees/kernel.js';
import {usualTrees} from '../../dist/trees/options.js';
import {treeEnsemble} from '../../dist/trees/tree-ensemble.js';
import {walk} from '../../dist/trees/walk.js';
import {Workbench} from '../../dist/trees/workbench.js';
import {settings} from './settings.js';

const [folder, threads, out] = process.argv.slice(2);
const {numbers, sizes, classes} = JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8'));
const [train, test] = ['train', 'test'].map(read);
const shape = {numeric: numbers, sizes};

const begun = performance.now();
const kernel = new Kernel(Number(threads));
const bins = fitBins(train, shape, settings.bins, randomStream(0, 'bins'));
const bench = new Workbench(kernel, binTable(kernel, train, bins));
const binned = performance.now();
const boosting = new Boosting(
  bench,
  {target: train.target, outputs: classes === 2 ? 1 : classes},
  {
    ...usualTrees,
    objective: classes === 2 ? 'logistic' : 'softmax',
    learningRate: settings.learningRate,
    maxLeaves: settings.maxLeaves,
    minRows: settings.minRows,
    minHessian: settings.minHessian,
    l2: settings.l2,
  },
  0,
);
for (let round = 0; round < settings.rounds; round += 1) boosting.round();
const seconds = (performance.now() - begun) / 1000;
const peak = 1024 * process.resourceUsage().maxRSS;

kernel.close();

const {start, trees} = ensembleOf(boosting.grove);
const scores = start.map((own) => new Float64Array(test.rows).fill(own));
for (const {output, tree} of trees) walk(tree, test, shape, scores[output]);
writeFileSync(out, probabilities(scores));
const rowsPerSecond = await scoringRate(ensembleOf(boosting.grove));
console.log(JSON.stringify({seconds, peak, binning: (binned - begun) / 1000, rowsPerSecond}));

/** By ONNX Runtime, of the exported form: the test rows at once, once more when all is made ready. */
async function scoringRate(ensemble) {
  const graph = new Graph();
  const width = numbers + sizes.length;
  graph.output('y', treeEnsemble(graph, graph.input('x', 'float', ['N', width]), ensemble));
  const session = await onnxruntime.open(graph, {threads: Number(threads)});
  const x = new Float32Array(test.rows * width);
  for (let row = 0; row < test.rows; row += 1) {
    x.set(test.numeric.subarray(row * numbers, (row + 1) * numbers), row * width);
    x.set(test.codes.subarray(row * sizes.length, (row + 1) * sizes.length), row * width + numbers);
  }
  const feeds = {x: floats([test.rows, width], x)};
  await session.run(feeds);
  const started = performance.now();
  await session.run(feeds);
  return test.rows / ((performance.now() - started) / 1000);
}

function read(part) {
  const bytes = (name) => {
    const held = readFileSync(join(folder, `${part}.${name}`));
    return held.buffer.slice(held.byteOffset, held.byteOffset + held.byteLength);
  };
  const target = new Float64Array(bytes('target'));
  return {
    rows: target.length,
    numeric: new Float32Array(bytes('numeric')),
    codes: new Int32Array(bytes('codes')),
    target,
  };
}

/** Row by row, one for each class. */
function probabilities(scores) {
  const all = new Float64Array(scores[0].length * Math.max(2, scores.length));
  for (let row = 0; row < scores[0].length; row += 1) {
    if (scores.length === 1) {
      const one = 1 / (1 + Math.exp(-scores[0][row]));
      all.set([1 - one, one], 2 * row);
      continue;
    }
    const highest = Math.max(...scores.map((own) => own[row]));
    const exps = scores.map((own) => Math.exp(own[row] - highest));
    const sum = exps.reduce((total, exp) => total + exp, 0);
    all.set(
      exps.map((exp) => exp / sum),
      scores.length * row,
    );
  }
  return all;
}
