// What the figures are held to.
import {median} from '../statistics.js';
import {contenders, suits} from './contenders.js';
import {title} from './workloads.js';

const wasmBar = 10;
const compileBars = {first: 150, second: 20};

/**
 * The fastest of some kind whose losses agree, or undefined: the one that is the hardest for `beside` to beat in the same
 * minutes, since on a noisy machine a lower median may only have had the quieter ones.
 */
export function fastest(records, kind, beside) {
  return records
    .filter(({contender, failed, agrees}) => contender.kind === kind && !failed && agrees)
    .map((record) => [record, beside && !beside.failed ? times(beside, record) : record.middle])
    .sort(([, a], [, b]) => a - b)[0]?.[0];
}

/** How many times faster `ours` is: the median of the repetitions' ratios, each taken from the same minute. */
export function times(ours, theirs) {
  const ratios = ours.ms.slice(0, theirs.ms.length).map((ms, at) => theirs.ms[at] / ms);
  return median(ratios);
}

/**
 * The bars of a group; its `records` are `measureGroup`'s. A bar is not met before all of its kind among `everyone` were
 * measured: who is left out may be the fastest.
 */
export function barsOf(group, records, threads, everyone = contenders) {
  const adl = records.find(({contender}) => contender.kind === 'adl');
  if (!adl) return [];
  const {configurations, alone, together} = group;
  const many = configurations > 1;
  const name = `${title(group)}, ${many ? `${configurations} together` : 'alone'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const share = shareOfMatMul(adl, records);
  const measured = records.filter(({failed}) => !failed).map(({contender}) => contender.who);
  const complete = (kind) =>
    everyone.every((one) => one.kind !== kind || !suits(one, group) || measured.includes(one.who));
  const against = (kind, who, least, orShare) =>
    bar({
      name: `${name}: times ${who}`,
      adl,
      peer: fastest(records, kind, adl),
      complete: complete(kind),
      least,
      share: orShare && {share, least: orShare},
    });
  if (!many)
    return [against('pytorch', 'the fastest PyTorch', alone.bar), against('wasm', 'tfjs wasm', wasmBar)];
  const {bar: least, vmapBar, matmulBar} = together;
  return [
    against('pytorch', 'PyTorch one after another', least, matmulBar),
    ...(vmapBar ? [against('vmap', 'PyTorch vmap', vmapBar, matmulBar)] : []),
  ];
}

/** Of some runs in new processes, each the milliseconds of a first and of a second group. */
export function compileBarsOf(runs) {
  return ['first', 'second'].map((which) => {
    const value = median(runs.map((run) => run[which]));
    const what = which === 'first' ? 'the first MLP' : 'a second group of its shape';
    return {
      name: `compile and open a session, ${what}: ms`,
      value,
      bar: `<= ${compileBars[which]}`,
      met: value <= compileBars[which],
    };
  });
}

function bar({name, adl, peer, complete, least, share}) {
  const measured = !adl.failed && peer;
  const alternative =
    share?.share !== undefined ? `, or ${share.least} of a bare MatMul (${share.share.toFixed(2)})` : '';
  if (!measured) return {name, value: null, bar: `>= ${least}`, met: 'not-measured'};
  const value = times(adl, peer);
  const enough = value >= least || (share?.share ?? 0) >= (share?.least ?? 1);
  const verdict = adl.agrees && enough ? complete || 'not-measured' : false;
  const disagrees = adl.agrees ? '' : ', with losses that agree';
  return {name, value, bar: `>= ${least}${alternative}${disagrees}`, met: verdict};
}

function shareOfMatMul(adl, records) {
  const bare = records.find(({contender, failed}) => contender.kind === 'matmul' && !failed);
  return bare && !adl.failed ? 1 / times(bare, adl) : undefined;
}
