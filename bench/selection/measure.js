// One contender, run once.
import {rmSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {readJournal, timesOf, trainedIn} from './journal.js';
import {runMeasured} from './measured-process.js';
import {trials} from './project.js';
import {cores, isGrid, metric} from './workload.js';

/** Milliseconds between two looks at the memory: close in runs of their own, rare where time counts. */
const [close, rare] = [100, 5000];

/** Notes the most memory that it held in a run that is not timed: it also leaves files in the system's memory for the next. */
export async function measureMemory(record, folder, say) {
  await attempt(record, say, async () => {
    const {peak, watching, seconds} = await run(record, folder, close);
    record.peak = peak;
    const share =
      watching === undefined ? '' : ` (watching took ${((100 * watching) / seconds).toFixed(0)}% of a core)`;
    say(`${record.who}: memory ${peak ? `${mebibytes(peak.bytes)} MiB` : 'unknown'}${share}`);
  });
}

export async function measureContender(record, folder, say) {
  await attempt(record, say, async () => {
    const {seconds, auc, peak, ...more} = await run(record, folder, rare);
    record.seconds.push(seconds);
    record.auc.push(auc);
    if (peak?.bytes > record.peak?.bytes) record.peak = peak;
    if (more.times) record.times.push(more.times);
    record.laps = more.laps;
    record.cpu = more.cpu;
    say(`${record.who}: ${seconds.toFixed(1)} s, processor ${more.cpu?.toFixed(1)} s, AUC ${auc.toFixed(4)}`);
  });
}

export function mebibytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}

async function run({command, kind, who}, folder, everyMs) {
  // What PyTorch compiles it keeps: each run finds none, as that of a person who has a new network.
  const kept = join(folder, 'compiled');
  // Threads that wait sleep, as adl's do: spinning, on a busy machine, made PyTorch's steps four times as long.
  const env = {
    OMP_WAIT_POLICY: 'passive',
    OMP_NUM_THREADS: String(cores),
    TORCHINDUCTOR_CACHE_DIR: kept,
    TRITON_CACHE_DIR: kept,
  };
  const measured = await runMeasured(onCores(command(folder)), {cwd: folder, env, everyMs});
  rmSync(kept, {recursive: true, force: true});
  const {output, seconds, begunAt} = measured;
  if (!['adl', 'alone', 'strategy'].includes(kind)) return {...measured, ...peerResult(output)};
  const {result} = JSON.parse(output);
  if (result.trials !== trials) throw new Error(`${who}: ${result.trials} trials of ${trials} were trained`);
  const workers = kind === 'alone' ? 1 : cores;
  const entries = readJournal(folder, result.run);
  if (!isGrid(trainedIn(entries)))
    throw new Error(`${who} trained other configurations than those of the grid`);
  const times = timesOf(entries, {workers, begunAt, seconds});
  return {...measured, auc: result.best.metrics.validation[metric], times};
}

/** The last line of what a peer prints. A configuration counts as it ended, as for adl. */
function peerResult(output) {
  const {scores, seconds} = JSON.parse(output.trimEnd().split('\n').at(-1));
  return {auc: Math.max(...scores.map((epochs) => epochs.at(-1))), laps: seconds};
}

/** Elsewhere than on a machine of two cores, two of its cores. */
function onCores(command) {
  return availableParallelism() > cores ? ['taskset', '--cpu-list', `0-${cores - 1}`, ...command] : command;
}

async function attempt(record, say, action) {
  if (record.failed) return;
  try {
    await action();
  } catch (error) {
    record.failed = error.message.trim().split('\n').at(-1);
    say(`${record.who} failed: ${error.message}`);
  }
}
