// What the figures are held to.
import {median} from '../statistics.js';

export const limits = {
  times: 2.5,
  auc: 0.002,
  ofRay: 0.5,
  ofSequential: 1,
  overhead: 0.05,
  twoWorkers: 1.7,
  prediction: 0.25,
};

/** Who has to be measured before anyone can be called the fastest. */
const kinds = ['ray', 'sklearn', 'sequential'];

/** Of two contenders, how many times faster `ours` is: the median over the repetitions, each ratio from the same minutes. */
export function times(ours, theirs) {
  const ratios = ours.seconds.slice(0, theirs.seconds.length).map((own, at) => theirs.seconds[at] / own);
  return median(ratios);
}

/** The one among some that `adl` has the hardest time with. */
export function fastest(records, adl) {
  return [...records].sort((a, b) => times(adl, a) - times(adl, b))[0];
}

/**
 * @param records of each contender that was measured: `kind`, `seconds` and `auc` of each repetition, `peak` in bytes,
 *   `times` of adl's workers; of the strategies `strategy`
 * @param plan what `adl build plan` says: `seconds` and `strategy`; undefined where there is none
 * @param full whether this is the whole workload: a smaller one can miss a bar, and meet none
 */
export function barsOf(records, {plan, full}) {
  const of = (...wanted) => records.filter(({kind}) => wanted.includes(kind));
  const [adl] = of('adl');
  const [ray] = of('ray');
  const [one] = of('alone');
  const peers = of(...kinds);
  const complete = kinds.every((kind) => of(kind).length > 0);
  const sequential = adl && fastest(of('sequential'), adl);
  const bar = (name, limit, holds, measured, value) => ({
    name,
    value: measured ? value() : null,
    bar: limit,
    met: verdict(measured && holds(value()), measured, full),
  });
  const atMost = (name, limit, measured, value) =>
    bar(name, `<= ${limit}`, (found) => found <= limit, measured, value);
  const atLeast = (name, limit, measured, value) =>
    bar(name, `>= ${limit}`, (found) => found >= limit, measured, value);
  return [
    partial(
      atLeast('times the fastest peer', limits.times, adl && peers.length > 0, () =>
        times(adl, fastest(peers, adl)),
      ),
      complete,
    ),
    partial(
      atLeast(
        'best validation AUC, less that of the best peer',
        -limits.auc,
        adl && peers.length > 0,
        () => aucOf(adl) - Math.max(...peers.map(aucOf)),
      ),
      complete,
    ),
    atMost(
      'peak memory (PSS), share of Ray Tune’s',
      limits.ofRay,
      adl?.peak && ray?.peak,
      () => adl.peak.bytes / ray.peak.bytes,
    ),
    atMost(
      'peak memory (PSS), share of PyTorch’s, one after another',
      limits.ofSequential,
      adl?.peak && sequential?.peak,
      () => adl.peak.bytes / sequential.peak.bytes,
    ),
    atMost(overheadName(adl), limits.overhead, adl, () => median(adl.times.map(overhead))),
    atLeast('two workers, times one', limits.twoWorkers, adl && one, () => times(adl, one)),
    atMost('the plan’s seconds, off by a share of the actual', limits.prediction, adl && plan, () =>
      Math.abs(plan.seconds / median(adl.seconds) - 1),
    ),
    chosenStrategy(of('strategy'), plan, full),
  ];
}

/** The share of the workers' time in which no engine ran. */
export function overhead({engine, total}) {
  return 1 - engine / total;
}

function overheadName(adl) {
  const units = adl?.times.some(({by}) => by === 'units');
  return `overhead: 1 − ${units ? 'units’ time (the engine’s own is not told)' : 'engine’s time'} / (workers x wall time)`;
}

/** Whether what the plan chose was the fastest that there is, within what two runs of the same differ by. */
function chosenStrategy(runs, plan, full) {
  const limit = 1.05;
  const name = 'seconds of the strategy that the plan chose, times those of the fastest';
  const seconds = ({seconds: all}) => median(all);
  const chosen = runs.find(({strategy}) => strategy === plan?.strategy);
  const measured = chosen !== undefined && runs.length > 1;
  const value = measured ? seconds(chosen) / Math.min(...runs.map(seconds)) : null;
  return {name, value, bar: `<= ${limit}`, met: verdict(measured && value <= limit, measured, full)};
}

function aucOf({auc}) {
  return median(auc);
}

function verdict(holds, measured, full) {
  if (!measured) return 'not-measured';
  return holds ? full || 'not-measured' : false;
}

/** Whoever is left out may be the fastest, or the best. */
function partial(bar, complete) {
  return bar.met === true && !complete ? {...bar, met: 'not-measured'} : bar;
}
