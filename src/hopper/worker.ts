import {rename, writeFile} from 'node:fs/promises';
import {isOutOfMemory} from '../base/out-of-memory.js';
import {bytes} from '../train/checkpoint.js';
import {type Shard, Trainer} from '../train/unit.js';
import {type Reply, type Request, request, type Task} from './wire.js';

/** A worker process: it reads its shard once, keeps it, and does one unit after the other. */

interface Held {
  trainer: Trainer;
  shard: Shard;
  validation: readonly string[];
}

let held: Held | undefined;
let queue = Promise.resolve();

process.on('message', (message) => {
  queue = queue.then(() => receive(message));
});
// Without a coordinator there is no work: a worker never outlives it.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the coordinator decides when workers end.
process.on('SIGINT', () => {});

async function receive(message: unknown): Promise<void> {
  let id: number | null = null;
  try {
    const parsed = request.parse(message);
    if (parsed.type !== 'setup') id = parsed.id;
    send(await answer(parsed));
  } catch (error) {
    send({type: 'failed', id, error: toldOf(error as Error)});
  }
}

function toldOf(error: Error): Extract<Reply, {type: 'failed'}>['error'] {
  const {message, stack} = error;
  if (isOutOfMemory(error)) return {message, code: 'MEMORY_FULL'};
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
  });
  const shard = await trainer.shard(message.parts);
  await trainer.rows(message.validation);
  held = {trainer, shard, validation: message.validation};
  return {type: 'ready', rows: shard.rows};
}

async function train({trainer, shard}: Held, {id, unit}: Extract<Task, {type: 'train'}>): Promise<Reply> {
  const lanes = await trainer.train(unit, shard);
  const sent = lanes.map(({loss, sha256}) => ({loss: Number.isFinite(loss) ? loss : null, sha256}));
  return {type: 'trained', id, lanes: sent};
}

async function evaluate(
  {trainer, validation}: Held,
  {id, lanes, parts = [...validation]}: Extract<Task, {type: 'evaluate'}>,
): Promise<Reply> {
  const finite: boolean[] = [];
  for (const {to, ...unit} of lanes) {
    const predictions = await trainer.evaluate({...unit, parts});
    await writeFile(`${to}.partial`, bytes(predictions));
    await rename(`${to}.partial`, to);
    finite.push(predictions.every(Number.isFinite));
  }
  return {type: 'evaluated', id, finite};
}

function send(message: Reply): void {
  process.send!(message);
}
