// Orders of units on workers that die, come back and slow down, in simulated time: the real hopper, beside Cerebro's order.
import {randomStream} from '../../dist/base/random.js';
import {runHopper} from '../../dist/hopper/run.js';
import {ownShards} from '../../dist/hopper/schedule.js';
import {usualTraining} from '../../dist/models/families/family.js';
import {SimulatedExecution, troubled} from './simulated-execution.js';

/** adl's: `virtual`, as it is decided beforehand, or `arrival`, as units end. */
export async function hopper(jobs, seed, {order, often}) {
  const execution = executionOf(jobs, seed, often);
  const workers = jobs[0].train.length;
  const asking = [...jobs.keys()];
  await runHopper({
    ...{execution, order, seed, workers, script: [], listens: false, shouldStop: () => false},
    ...{holders: ownShards(workers), evaluation: 'once', window: (count) => count},
    // As many workers as make a group of each configuration.
    grouping: {workers: jobs.length, inTime: false},
    search: {
      ask: () => {
        const at = asking.shift();
        return at === undefined ? undefined : {trial: at + 1, epochs: jobs[at].epochs};
      },
      tell: () => undefined,
    },
    trialOf: (_, trial) => ({trial, layers: [], training, weights: 1}),
    costOf: ([{trial}]) => jobs[trial - 1],
    ...{onTrial: () => {}, onGroup: () => {}, onRest: () => {}, onDecision: () => {}},
  });
  return {makespan: execution.now};
}

const training = {...usualTraining, learningRate: 0.1, l2: 0, batchSize: 32};

/** Cerebro's, as units end: any configuration at random that has not been there in this epoch, which all begin together. */
export async function randomWithBarrier(jobs, seed, {often}) {
  const execution = executionOf(jobs, seed, often);
  const random = randomStream(seed, 'random order');
  for (let epoch = 1; epoch <= jobs[0].epochs; epoch += 1)
    await randomEpoch(jobs, epoch, {execution, random});
  return {makespan: execution.now};
}

async function randomEpoch(jobs, epoch, {execution, random}) {
  const lanes = jobs.map(({group}) => ({trial: {trial: group}, ended: 0}));
  const pending = jobs[0].train.map(() => new Set(jobs.keys()));
  const [free, ready] = [new Set(pending.keys()), new Set(jobs.keys())];
  const atWork = new Map();
  for (;;) {
    for (const worker of free) {
      const able = [...pending[worker]].filter((at) => ready.has(at));
      if (able.length === 0) continue;
      const at = able[random.integer(able.length)];
      pending[worker].delete(at);
      ready.delete(at);
      free.delete(worker);
      const unit = {group: jobs[at].group, epoch, kind: 'train', shard: worker, worker, ends: false};
      atWork.set(
        worker,
        execution.begin(unit, [lanes[at]]).then(() => [worker, at]),
      );
    }
    if (atWork.size === 0) return;
    const [worker, at] = await Promise.race(atWork.values());
    atWork.delete(worker);
    free.add(worker);
    ready.add(at);
  }
}

/** No unit costs its configurations here: the same work is done in every order. */
function executionOf(jobs, seed, often) {
  const costs = jobs.flatMap(({train}) => train);
  const usual = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const cost = ({kind, shard}, [{trial}]) => (kind === 'train' ? jobs[trial.trial - 1].train[shard] : 0);
  const random = randomStream(seed, 'trouble');
  return new SimulatedExecution({
    attempt: troubled({random, cost, often, usual, inARow: 2}),
    outcome: () => 0,
  });
}
