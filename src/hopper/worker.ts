import {faultPoint} from '../base/fault-point.js';
import {isOutOfMemory} from '../base/out-of-memory.js';
import {isDiskFull, needOf, writeWhole} from '../base/whole-file.js';
import {bytes} from '../train/checkpoint.js';
import {Cut} from '../train/cut.js';
import {type Shard, Trainer} from '../train/unit.js';
import {type Costs, cut, type Reply, type Request, request, type Task} from './wire.js';

/** A worker process: it reads its shards once, keeps them, and does one unit after the other. */

interface Held {
  trainer: Trainer;
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
  return {message, ...(stack && {stack})};
}

async function answer(message: Request): Promise<Reply> {
  if (message.type === 'setup') return setUp(message);
  if (!held) throw new Error('A worker needs its setup before a unit.');
  return message.type === 'train' ? train(held, message) : evaluate(held, message);
}

async function setUp(message: Extract<Request, {type: 'setup'}>): Promise<Reply> {
  const trainer = await Trainer.open(message.engine, message.inputs, {
    threads: message.threads,
    device: message.device,
    clock: () => performance.now(),
    isCut: () => unit !== null && unit === cutUnit,
    halfway: faultPoint('half-written-checkpoint', process.env),
  });
  const shards = new Map<number, Shard>();
  for (const {shard, parts} of message.shards) shards.set(shard, await trainer.shard(parts));
  for (const parts of message.validation) await trainer.rows(parts);
  held = {trainer, shards};
  return {type: 'ready', rows: [...shards.values()].map(({rows}) => rows)};
}

async function train(
  {trainer, shards}: Held,
  {id, unit: work}: Extract<Task, {type: 'train'}>,
): Promise<Reply> {
  const shard = shards.get(work.shard);
  if (!shard) throw new Error(`This worker does not hold shard ${work.shard}.`);
  const lanes = await trainer.train(work, shard);
  const sent = lanes.map(({loss, sha256}) => ({loss: Number.isFinite(loss) ? loss : null, sha256}));
  return {type: 'trained', id, costs: costsOf(trainer), lanes: sent};
}

async function evaluate(
  {trainer}: Held,
  {id, lanes, parts}: Extract<Task, {type: 'evaluate'}>,
): Promise<Reply> {
  const finite: boolean[] = [];
  for (const {to, ...model} of lanes) {
    const predictions = await trainer.evaluate({...model, parts});
    await writeWhole(to, bytes(predictions));
    finite.push(predictions.every(Number.isFinite));
  }
  return {type: 'evaluated', id, costs: costsOf(trainer), finite};
}

function costsOf(trainer: Trainer): Costs {
  return {engine: trainer.spent(), memory: 1024 * process.resourceUsage().maxRSS};
}

function send(message: Reply): void {
  process.send!(message);
}
