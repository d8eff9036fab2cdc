// Generated hostile tables, manifests, projects and command lines through the real command line. Each case is made by its
// seed: `--seed 17` carries out one again, `--seed 1000-1299` others. `--keep` leaves their folders, `--cli PATH` tries
// another entry of the command.
import {rmSync} from 'node:fs';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {caseOf} from '../hostile/cases.js';
import {makeTemplate} from '../hostile/project.js';
import {carryOut} from '../hostile/scenarios.js';

const real = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const atOnce = 2;

const bars = {
  stacks: 'stacks shown',
  hangs: 'commands that did not end in 10 s, or left processes',
  codes: 'exit codes outside the table, or bugs',
  snapshots: 'partial snapshots, damaged projects, things left behind',
  messages: 'failures without a message, a suggestion or valid JSON, or with names of the inside',
  answers: 'accepted what is to be refused, or the other way round',
};

export async function measure(say, words = []) {
  const {seeds, entry, keep} = optionsOf(words);
  const template = await makeTemplate(real);
  try {
    const work = async (seed) => {
      const row = await rowOf(seed, {entry, keep, template: template.project});
      if (row.faults.length > 0) say(`seed ${seed}, ${row.what}`);
      for (const {bar, command, what} of row.faults) say(`  ${bar}: ${command}: ${what}`);
      if (row.box) say(`seed ${seed} is kept in ${row.box}`);
      return row;
    };
    const rows = await inTurn(seeds, work);
    await againAlone(rows, work);
    return {bars: barsOf(rows), rows: rows.map(shownRow)};
  } finally {
    rmSync(template.box, {recursive: true, force: true});
  }
}

function optionsOf(words) {
  const {values} = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      seed: {type: 'string', default: '0-299'},
      cli: {type: 'string'},
      keep: {type: 'boolean'},
      json: {type: 'boolean'},
    },
  });
  const [first, last = first] = values.seed.split('-').map(Number);
  if (!Number.isInteger(first) || !(last >= first))
    throw new Error(`Expected --seed N or --seed N-M, got ${values.seed}.`);
  const seeds = Array.from({length: last - first + 1}, (_, i) => first + i);
  return {seeds, entry: values.cli ? resolve(values.cli) : real, keep: values.keep ?? false};
}

/** What took too long while others were at work is tried again by itself: what hangs, hangs again. */
async function againAlone(rows, work) {
  for (const [at, {seed, faults}] of rows.entries())
    if (faults.some(({bar}) => bar === 'hangs')) rows[at] = await work(seed);
}

/** In order, two at a time. */
async function inTurn(items, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]);
  };
  await Promise.all(Array.from({length: atOnce}, worker));
  return results;
}

async function rowOf(seed, context) {
  const hostile = await caseOf(seed);
  const {faults, ended, box} = await carryOut(hostile, context);
  return {seed, what: hostile.what, faults, ended, box};
}

function barsOf(rows) {
  return Object.entries(bars).map(([bar, name]) => {
    const value = rows.filter(({faults}) => faults.some((fault) => fault.bar === bar)).length;
    return {name: `cases with ${name}`, value, bar: '= 0', met: value === 0};
  });
}

function shownRow({seed, what, faults, ended}) {
  return {
    seed,
    what: what.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80),
    commands: ended.length,
    codes: ended.map(({status, signal}) => status ?? signal).join(' '),
    'slowest ms': Math.round(Math.max(...ended.map(({milliseconds}) => milliseconds))),
    faults: faults.length,
  };
}
