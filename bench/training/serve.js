// One contender in a process of its own: `node serve.js NAME THREADS`, where ./NAME.js exports
// `prepare({workload, configurations, threads, share}) → {train({from, steps}) → losses, close(), ...facts}`.
// A JSON object a line comes in, one goes out: {prepare: folder}, {train: {from, steps}}, {close: true}.
// `share`, beside `prepare`, is [from, to): the configurations to take, where that is not all.
// `losses` has for each configuration the mean losses of equal runs of steps: of each step, of each unit, or of all.
import {createInterface} from 'node:readline';
import {readWorkload} from './data.js';

const [name, threads] = process.argv.slice(2);
const {prepare} = await import(`./${name}.js`);
const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
let ready;

answer({ready: true});
for await (const line of createInterface({input: process.stdin})) {
  try {
    answer(await act(JSON.parse(line)));
  } catch (error) {
    answer({error: error.stack ?? String(error)});
  }
}

async function act(command) {
  if (command.prepare) {
    const workload = readWorkload(command.prepare);
    const started = performance.now();
    const {configurations} = workload;
    ready = await prepare({workload, configurations, threads: Number(threads), share: command.share});
    return {ms: performance.now() - started, compileMs: ready.compileMs};
  }
  if (command.train) {
    const started = performance.now();
    const losses = await ready.train(command.train);
    return {ms: performance.now() - started, losses};
  }
  await ready.close();
  return {closed: true};
}
