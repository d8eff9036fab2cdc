// A process that grows adl's trees over a table that lies in a folder, and says how long it took: fit.js FOLDER THREADS OUT
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {randomStream} from '../../dist/base/random.js';
import {binTable} from '../../dist/trees/binned-table.js';
import {fitBins} from '../../dist/trees/bins.js';
import {addTree, Boosting} from '../../dist/trees/boosting.js';
import {Kernel} from '../../dist/trees/kernel.js';
import {settings} from './settings.js';

const [folder, threads, out] = process.argv.slice(2);
const {numbers, sizes, classes} = JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8'));
const [train, test] = ['train', 'test'].map(read);
const shape = {numeric: numbers, sizes};

const begun = performance.now();
const bins = fitBins(train, shape, settings.bins, randomStream(0, 'bins'));
const kernel = new Kernel();
const table = binTable(kernel, train, bins);
const binned = performance.now();
const boosting = new Boosting(kernel, {table, target: train.target}, classes === 2 ? 1 : classes, {
  objective: classes === 2 ? 'logistic' : 'softmax',
  objectiveOptions: {},
  learningRate: settings.learningRate,
  subsample: 1,
  seed: 0,
  threads: Number(threads),
  growth: 'leaf',
  maxLeaves: settings.maxLeaves,
  maxDepth: Number.POSITIVE_INFINITY,
  columnsPerTree: 1,
  columnsPerNode: 1,
  minRows: settings.minRows,
  minHessian: settings.minHessian,
  l1: 0,
  l2: settings.l2,
  minGain: 0,
  monotone: new Int8Array(bins.length),
  categorySmoothing: 10,
  categoryL2: 10,
  mostCategories: 32,
  minCategoryRows: 100,
});
for (let round = 0; round < settings.rounds; round += 1) boosting.round();
const seconds = (performance.now() - begun) / 1000;
const peak = 1024 * process.resourceUsage().maxRSS;

const asked = binTable(kernel, test, bins);
const scores = boosting.start.map((start) => new Float64Array(test.rows).fill(start));
for (const trees of boosting.rounds) trees.forEach((tree, output) => addTree(tree, asked, scores[output]));
writeFileSync(out, probabilities(scores));
console.log(JSON.stringify({seconds, peak, binning: (binned - begun) / 1000}));

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
