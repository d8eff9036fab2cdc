import {AdlError} from '../base/errors.js';
import {faultPoint} from '../base/fault-point.js';
import {isOutOfMemory} from '../base/out-of-memory.js';
import {isDiskFull, needOf, writeWhole} from '../base/whole-file.js';
import {bytes} from '../train/checkpoint.js';
import {Cut} from '../train/cut.js';
import {TreesTrainer} from '../train/trees-trainer.js';
import {type Shard, type Trained, Trainer} from '../train/unit.js';
import {type Costs, cut, type Reply, type Request, request, type Task} from './wire.js';

/** A worker process: it reads its shards once, keeps them, and does one unit after the other. */

interface Held {
  trainer: Trainer;
  trees: TreesTrainer;
  shards: ReadonlyMap<number, Shard>;
}

/** Milliseconds between two signs of life. */
const heartbeat = 500;

let held: Held | undefined;
let queue = Promise.resolve();
/** The unit that is at work, and the last one that was not to come to its end. */
let unit: number | null = null;
let cutUnit: number | null = null;

process.on('message', (message) => {
  // What is to be cut is at work: this waits for nothing.
  const {data} = cut.safeParse(message);
  if (data) cutUnit = data.id;
  else queue = queue.then(() => receive(message));
});
// Without a coordinator there is no work: a worker never outlives it.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the coordinator decides when workers end.
process.on('SIGINT', () => {});

async function receive(message: unknown): Promise<void> {
  unit = null;
  const alive = setInterval(() => send({type: 'alive'}), heartbeat);
  try {
    const parsed = request.parse(message);
    if (parsed.type !== 'setup') unit = parsed.id;
    send(await answer(parsed));
  } catch (error) {
    if (error instanceof Cut && unit !== null) send({type: 'cut', id: unit});
    else send({type: 'failed', id: unit, error: toldOf(error as Error)});
  } finally {
    clearInterval(alive);
  }
}

function toldOf(error: Error): Extract<Reply, {type: 'failed'}>['error'] {
  const {message, stack} = error;
  if (isOutOfMemory(error)) return {message, code: 'MEMORY_FULL'};
  if (isDiskFull(error)) return {message, code: 'DISK_FULL', need: needOf(error)};
  // What is known to go wrong has its words; a stack is for what is not.
  return {message, ...(stack && !(error instanceof AdlError) && {stack})};
}

async function answer(message: Request): Promise<Reply> {
  if (message.type === 'setup') return setUp(message);
  if (!held) throw new Error('A worker needs its setup before a unit.');
  if (message.type === 'train') return train(held, message);
  return message.type === 'grow' ? grow(held, message) : evaluate(held, message);
}

async function setUp(message: Extract<Request, {type: 'setup'}>): Promise<Reply> {
  const clock = () => performance.now();
  const isCut = () => unit !== null && unit === cutUnit;
  const halfway = faultPoint('half-written-checkpoint', process.env);
  const {engine, device, threads, inputs, whole} = message;
  const trainer = await Trainer.open(engine, inputs, {threads, device, clock, isCut, halfway});
  const shards = new Map<number, Shard>();
  for (const {shard, parts} of message.shards) shards.set(shard, await trainer.shard(parts));
  for (const parts of message.validation) await trainer.rows(parts);
  held = {trainer, trees: new TreesTrainer(inputs, {whole, threads, clock, isCut, halfway}), shards};
  return {type: 'ready', rows: [...shards.values()].map(({rows}) => rows)};
}

async function train(own: Held, {id, unit: work}: Extract<Task, {type: 'train'}>): Promise<Reply> {
  const shard = own.shards.get(work.shard);
  if (!shard) throw new Error(`This worker does not hold shard ${work.shard}.`);
  return trained(own, id, await own.trainer.train(work, shard));
}

async function grow(own: Held, {id, seed, lanes}: Extract<Task, {type: 'grow'}>): Promise<Reply> {
  const results: Trained[] = [];
  for (const lane of lanes) results.push(await own.trees.grow(lane, seed));
  return trained(own, id, results);
}

function trained(own: Held, id: number, lanes: readonly Trained[]): Reply {
  const sent = lanes.map(({loss, sha256}) => ({loss: Number.isFinite(loss) ? loss : null, sha256}));
  return {type: 'trained', id, costs: costsOf(own), lanes: sent};
}

async function evaluate(own: Held, task: Extract<Task, {type: 'evaluate' | 'ask'}>): Promise<Reply> {
  const {id, parts} = task;
  const finite: boolean[] = [];
  const keep = async (to: string, predictions: Float32Array) => {
    await writeWhole(to, bytes(predictions));
    finite.push(predictions.every(Number.isFinite));
  };
  if (task.type === 'ask')
    for (const {from, to} of task.lanes) await keep(to, await own.trees.evaluate(from, parts));
  else for (const {to, ...model} of task.lanes) await keep(to, await own.trainer.evaluate({...model, parts}));
  return {type: 'evaluated', id, costs: costsOf(own), finite};
}

function costsOf({trainer, trees}: Held): Costs {
  return {engine: trainer.spent() + trees.spent(), memory: 1024 * process.resourceUsage().maxRSS};
}

function send(message: Reply): void {
  process.send!(message);
}
