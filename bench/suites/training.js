// Training steps of adl beside PyTorch, scikit-learn and TensorFlow.js: the same rows, batches, first weights and optimizer,
// each contender in a process of its own. `--only ID` takes some workloads (small-32, small-256, covertype, cerebro,
// embeddings), `--threads 1` one number of threads, `--contenders adl,vmap` those whose names hold one of these words (and
// the one whose losses the others' are held to); `--quick` takes fewer steps and two repetitions.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {barsOf, compileBarsOf, fastest, times} from '../training/bars.js';
import {contenders, present, reference, suits} from '../training/contenders.js';
import {Conversation} from '../training/conversation.js';
import {writeWorkload} from '../training/data.js';
import {measureGroup} from '../training/group.js';
import {title, workloads} from '../training/workloads.js';

/** A spread of repetitions from which on a row is not to be believed. */
const noisy = 0.25;

const flags = {
  only: {type: 'string', multiple: true},
  threads: {type: 'string', default: '1,2'},
  contenders: {type: 'string'},
  quick: {type: 'boolean', default: false},
  json: {type: 'boolean', default: false},
};

export async function measure(say, words = []) {
  const {values} = parseArgs({args: words, options: flags});
  const counts = values.threads.split(',').map(Number);
  if (!counts.every((count) => Number.isInteger(count) && count > 0))
    throw new Error(`--threads takes numbers such as 1,2; got ${values.threads}.`);
  const options = {...values, repetitions: values.quick ? 2 : 5, say};
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    const groups = groupsOf(folder, options);
    const chosen = present(chosenOf(options), say);
    const found = [];
    for (const threads of counts) found.push(await measureThreads(groups, chosen, threads, options));
    const compiled = await compileTimes(groups, chosen, options);
    return {bars: [...found.flatMap(({bars}) => bars), ...compiled], rows: found.flatMap(({rows}) => rows)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** A workload with one configuration and with several, written to files. */
function groupsOf(folder, {only, quick, repetitions}) {
  const ids = workloads.map(({id}) => id);
  const unknown = only?.find((id) => !ids.includes(id));
  if (unknown) throw new Error(`--only takes one of ${ids.join(', ')}; got ${unknown}.`);
  return workloads
    .filter(({id}) => !only || only.includes(id))
    .flatMap((workload) =>
      [workload.alone, workload.together].filter(Boolean).map(({count = 1, units}) => {
        const each = quick ? 1 : units;
        const place = join(folder, `${workload.id}-${count}`);
        const options = {folder: place, configurations: count, units: each * (repetitions + 1)};
        return {...writeWorkload(workload, options), stepsEach: each * workload.steps};
      }),
    );
}

function chosenOf({contenders: words}) {
  if (!words) return contenders;
  const wanted = words.split(',');
  return contenders.filter(({who}) => who === reference || wanted.some((word) => who.includes(word)));
}

/** All groups, with processes that are started once for this number of threads. */
async function measureThreads(groups, chosen, threads, {repetitions, say}) {
  const runners = chosen.map((contender) => [
    contender,
    new Conversation(contender.command(String(threads)), threads),
  ]);
  try {
    for (const [, conversation] of runners) await conversation.ready();
    const [rows, bars] = [[], []];
    for (const group of groups) {
      say(
        `${title(group)}, configurations: ${group.configurations}, threads: ${threads}, seed: ${group.seed}`,
      );
      const mine = runners.filter(([contender]) => suits(contender, group));
      const records = await measureGroup(group, mine, {repetitions, say});
      rows.push(...rowsOf(group, records, threads));
      bars.push(...barsOf(group, records, threads));
    }
    return {rows, bars};
  } finally {
    for (const [, conversation] of runners) await conversation.end();
  }
}

function rowsOf(group, records, threads) {
  const adl = records.find(({contender}) => contender.kind === 'adl');
  const [one, vmap] = ['pytorch', 'vmap'].map((kind) => fastest(records, kind, adl));
  return records.map((record) => {
    const {contender, failed, middle, spread, steps, readyMs, loss} = record;
    const who = {work: title(group), models: group.configurations, threads, who: contender.who};
    if (failed) return {...who, note: `failed: ${failed}`};
    return {
      ...who,
      'ms a step': middle,
      spread: `${(spread * 100).toFixed(0)}%`,
      'steps/s': Math.round(1000 / middle),
      'x PyTorch': one && times(record, one),
      'x vmap': vmap && times(record, vmap),
      'ready ms': Math.round(readyMs),
      steps,
      loss,
      note: noteOn(record),
    };
  });
}

function noteOn({spread, off, agrees}) {
  const differs = off !== undefined && !agrees;
  return [
    ...(differs ? [`its losses are off by ${(off * 100).toFixed(1)}%`] : []),
    ...(spread > noisy ? ['noisy'] : []),
  ].join(', ');
}

/** A first MLP and a second of its shape, each time in a new process. */
async function compileTimes(groups, chosen, {repetitions, say}) {
  const adl = chosen.find(({kind}) => kind === 'adl');
  const group = groups.find(({together, configurations}) => together && configurations > 1);
  if (!adl || !group) return [];
  say('compile and session');
  const runs = [];
  for (let run = 0; run < repetitions; run += 1) {
    const conversation = new Conversation(adl.command('1'), 1);
    await conversation.ready();
    const first = await conversation.ask({prepare: group.folder});
    const second = await conversation.ask({prepare: group.folder});
    await conversation.end();
    runs.push({first: first.compileMs, second: second.compileMs});
  }
  return compileBarsOf(runs);
}
