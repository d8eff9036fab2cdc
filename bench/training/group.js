// One workload with one number of configurations: everyone is made ready, warms up, and is measured in turn, so that a
// noisy minute of the machine is everyone's.
import {median, quartileRange} from '../statistics.js';
import {reference} from './contenders.js';

const slowBudget = 500;
const tolerance = 0.02;

/**
 * @param group the workload as written, `stepsEach` of one repetition
 * @param runners `[contender, conversation]` pairs
 * @returns for each contender a record of what was measured: `ms` per step and configuration of every repetition
 */
export async function measureGroup(group, runners, {repetitions, say}) {
  const records = [];
  for (const [contender, conversation] of runners) {
    const record = {contender, conversation, at: 0, ms: [], means: [], losses: []};
    records.push(record);
    await attempt(record, say, async () => {
      const {ms, compileMs} = await conversation.ask({prepare: group.folder});
      record.readyMs = compileMs ?? ms;
      record.steps = await warmUp(record, group);
    });
  }
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    for (const record of records.filter(({failed}) => !failed))
      await attempt(record, say, async () => {
        const ms = await train(record, record.steps);
        record.ms.push(ms / record.steps / group.configurations);
      });
  for (const record of records.filter(({failed}) => !failed))
    await attempt(record, say, () => record.conversation.ask({close: true}));
  return summaries(records);
}

/** One repetition that is not measured; of the slow, two steps, which tell how many they can take. */
async function warmUp(record, {stepsEach}) {
  if (!record.contender.stepwise) {
    await train(record, stepsEach);
    return stepsEach;
  }
  await train(record, 1);
  const ms = await train(record, 1);
  return Math.min(stepsEach, Math.max(1, Math.floor(slowBudget / ms)));
}

async function train(record, steps) {
  const {ms, losses} = await record.conversation.ask({train: {from: record.at, steps}});
  record.last = {from: record.at, to: record.at + steps};
  record.at += steps;
  record.means = losses?.map(mean);
  losses?.forEach((list, k) => {
    record.losses[k] = [...(record.losses[k] ?? []), ...list];
  });
  return ms;
}

async function attempt(record, say, action) {
  try {
    await action();
  } catch (error) {
    record.failed = error.message.trim().split('\n').at(-1);
    say(`${record.contender.who} failed: ${error.message}`);
  }
}

function summaries(records) {
  const truth = records.find(({contender, failed}) => contender.who === reference && !failed);
  return records.map((record) => {
    const {contender, ms, readyMs, steps, failed} = record;
    if (failed) return {contender, failed};
    const middle = median(ms);
    const off = truth && record.means ? deviation(record, truth) : undefined;
    const loss = record.means && mean(record.means);
    return {
      contender,
      ms,
      middle,
      spread: quartileRange(ms) / middle,
      steps,
      readyMs,
      loss,
      off,
      agrees: off <= tolerance,
    };
  });
}

/** How far the mean losses of its last repetition are from the reference's over the same steps: the worst lane. */
function deviation({means, last: {from, to}}, truth) {
  return Math.max(...means.map((value, k) => Math.abs(value / mean(truth.losses[k].slice(from, to)) - 1)));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
