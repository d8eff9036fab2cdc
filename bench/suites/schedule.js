// How close the order of units comes to the open shop's lower bound, beside Cerebro's random order and MADlib's ring; and
// what is left of that where workers die, come back and slow down.
// Nothing is trained: costs are drawn, seeds are printed, and a hop is free.
import {randomStream} from '../../dist/base/random.js';
import {
  longestRemainingFirst,
  openShopBound,
  randomWithBarrier,
  ringWithBarrier,
} from '../schedule/orders.js';
import {hopper, randomWithBarrier as randomUnderTrouble} from '../schedule/troubled-orders.js';
import {median} from '../statistics.js';

const epochs = 5;
/** Milliseconds a decision. */
const decisionLimit = 1;
/** TFLOPS of four kinds of GPU. */
const speeds = [5.6, 11.3, 12.1, 18.7];

const cases = [
  {what: '16 mixed, 8 workers', count: 16, workers: Array(8).fill(1), seeds: 10},
  {what: '32 mixed, 8 workers', count: 32, workers: Array(8).fill(1), seeds: 10, bar: 1.03},
  {what: '32 mixed, 8 workers of 4 speeds', count: 32, workers: [...speeds, ...speeds], seeds: 10},
  {
    ...{what: '1,000 mixed, 64 workers of 4 speeds', count: 1000, seeds: 3, bar: 1.05},
    workers: Array.from({length: 64}, (_, worker) => speeds[worker % 4]),
  },
];

const orders = {
  'adl, longest remaining first': longestRemainingFirst,
  'Cerebro, random': randomWithBarrier,
  'MADlib, ring': ringWithBarrier,
};

/** How often, of a hundred attempts at units, a worker dies and is away for a while, or is ten times slower for a while. */
const troubles = [
  {what: 'no trouble', often: {}},
  {what: '1% die, 1% slow tenfold', often: {dies: 1, slows: 1}},
  {what: '5% die, 5% slow tenfold', often: {dies: 5, slows: 5}},
];

const underTrouble = {
  'adl, virtual order': (jobs, seed, often) => hopper(jobs, seed, {order: 'virtual', often}),
  'adl --adaptive': (jobs, seed, often) => hopper(jobs, seed, {order: 'arrival', often}),
  'Cerebro, random': (jobs, seed, often) => randomUnderTrouble(jobs, seed, {often}),
};

export async function measure(say) {
  const [rows, bars] = [[], []];
  for (const each of cases) {
    say(`${each.what}: seeds 0 to ${each.seeds - 1}`);
    for (const [who, order] of Object.entries(orders)) rows.push(rowOf(each, who, order));
    const {median: value, 'ms a decision': decision} = rows.find(
      ({what, who}) => what === each.what && who.startsWith('adl'),
    );
    if (!each.bar) continue;
    bars.push(barOf(`${each.what}: makespan over its lower bound, median`, value, each.bar));
    bars.push(barOf(`${each.what}: ms a decision`, decision, decisionLimit));
  }
  for (const {what, often} of troubles) {
    say(`32 mixed, 8 workers, ${what}: seeds 0 to 9`);
    for (const [who, order] of Object.entries(underTrouble))
      rows.push(await troubledRow({what, often, who, order}));
  }
  return {bars, rows};
}

function rowOf({what, count, workers, seeds}, who, order) {
  const found = Array.from({length: seeds}, (_, seed) => {
    const jobs = mixed(count, workers, seed);
    const {makespan, decision} = order(jobs, seed);
    return {ratio: makespan / openShopBound(jobs), decision};
  });
  const ratios = found.map(({ratio}) => ratio);
  const decisions = found.map(({decision}) => decision);
  return {
    ...{what, who, median: median(ratios), worst: Math.max(...ratios)},
    ...(decisions[0] !== undefined && {'ms a decision': median(decisions)}),
  };
}

/** Over the lower bound of workers that have no trouble. */
async function troubledRow({what, often, who, order}) {
  const ratios = [];
  for (let seed = 0; seed < 10; seed += 1) {
    const jobs = mixed(32, Array(8).fill(1), seed);
    ratios.push((await order(jobs, seed, often)).makespan / openShopBound(jobs));
  }
  return {what: `32 mixed, 8 workers, ${what}`, who, median: median(ratios), worst: Math.max(...ratios)};
}

/** Costs as those of the paper's 35 convolutional networks: 0.36 to 21 GFLOPs, even on a logarithmic scale. */
function mixed(count, workers, seed) {
  const random = randomStream(seed, 'mixed');
  return Array.from({length: count}, (_, at) => {
    const cost = 0.36 * (21 / 0.36) ** random.uniform();
    return {group: at + 1, epochs, train: workers.map((speed) => cost / speed), evaluate: 0};
  });
}

function barOf(name, value, limit) {
  return {name, value, bar: `<= ${limit}`, met: value <= limit};
}
