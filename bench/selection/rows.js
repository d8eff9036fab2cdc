// The table: a row for each contender, and for adl a row for what its workers were at.
import {median} from '../statistics.js';
import {overhead, times} from './bars.js';
import {mebibytes} from './measure.js';
import {strategyNames} from './plan.js';

export function rowsOf(records, plan) {
  const adl = records.find(({kind, failed}) => kind === 'adl' && !failed);
  return [...records.map((record) => rowOf(record, adl, plan)), ...notMeasured(records)];
}

function rowOf(record, adl, plan) {
  const {who, kind, strategy, failed, seconds, auc, peak, laps} = record;
  if (failed) return {who, note: `failed: ${failed}`};
  return {
    who,
    'wall s': round(median(seconds)),
    runs: seconds.length,
    'CPU s': record.cpu && round(record.cpu),
    'x adl': adl && kind !== 'adl' ? times(adl, record) : undefined,
    'best AUC': median(auc),
    'PSS MiB': peak && mebibytes(peak.bytes),
    processes: peak?.processes,
    'import s': laps && round(laps.import),
    note: noteOn({kind, strategy, laps, plan, times: record.times}),
  };
}

function noteOn({kind, strategy, laps, plan, times: all}) {
  if (laps) return phrase(Object.entries(laps).filter(([name]) => name !== 'import'));
  const shares = ['train', 'evaluate', 'before', 'idle', 'after'].map((name) => [
    name,
    `${(100 * median(all.map((each) => each[name] / each.total))).toFixed(1)}%`,
  ]);
  const {by} = all[0];
  const engine = [by, `${(100 * (1 - median(all.map(overhead)))).toFixed(1)}%`];
  return [
    `of workers' time: ${phrase([...(by === 'engine' ? [engine] : []), ...shares])}`,
    ...(kind === 'adl' && plan ? [`predicted ${round(plan.seconds)} s`] : []),
    ...(strategy && strategy === plan?.strategy ? ['chosen'] : []),
  ].join('; ');
}

/** What a whole run has and this one could not: said, rather than left out. */
function notMeasured(records) {
  if (records.some(({kind}) => kind === 'strategy')) return [];
  return strategyNames.map((strategy) => ({
    who: `adl, --strategy ${strategy}`,
    note: 'not-measured: `adl build` has no --strategy',
  }));
}

function phrase(pairs) {
  return pairs
    .map(([name, value]) => `${name} ${typeof value === 'number' ? round(value) : value}`)
    .join(', ');
}

function round(value) {
  return Math.round(10 * value) / 10;
}
