import {printCheck} from '../dqdl/print.js';
import type {Check, Condition} from '../dqdl/syntax.js';
import type {Measured} from '../measure.js';
import type {Plan} from '../plan.js';
import type {RuleType} from './rule.js';

/** Runs before this one that are looked at. */
const mostPast = 10;
const leastPast = 3;
/** What a metric may change by where it never changed. */
const leastAllowed = 0.1;

/** Deequ's relative rate of change, with a bound that is learned from the changes so far. */
export const detectAnomalies: RuleType = {
  word: 'DetectAnomalies',
  summary:
    'The relative change of a metric since the last run: at most what is said, or three times its largest change over the last ten runs.',
  parameters: ['text', 'text…'],
  condition: 'number?',
  plan: async (check, planning) => {
    const [word, ...parameters] = check.parameters;
    const inner: Check = {...check, type: word!.value, parameters, condition: null, at: word!.at};
    const plan = await planning.plan(inner);
    const name = printCheck(inner);
    const past = planning.past(name).slice(0, mostPast);
    return {
      measures: plan.measures,
      metric: (measured) => change(plan.metric(measured), past),
      judged: check.condition ?? atMost(past, check.at),
      kept: {name, metric: (measured: Measured) => plan.metric(measured)},
      anomaly: () => 'COMPARATOR_L_INFTY_HIGH',
    } satisfies Plan;
  },
  example: {
    table: {columns: {x: 'INTEGER'}, rows: [[1], [2], [3], [null]]},
    past: {RowCount: [5, 4, 5, 4], 'Completeness "x"': [1, 1, 1, 1]},
    passes: 'DetectAnomalies "RowCount"',
    fails: 'DetectAnomalies "Completeness" "x"',
    metric: 0.25,
    anomaly: 'COMPARATOR_L_INFTY_HIGH',
  },
};

function change(value: number | string, past: readonly number[]): number | string {
  if (typeof value === 'string') return value;
  const [last] = past;
  if (last === undefined || past.length < leastPast) return 0;
  if (value === last) return 0;
  return last === 0
    ? 'it divides by zero: the metric was 0 in the last run'
    : Math.abs(value - last) / Math.abs(last);
}

function atMost(past: readonly number[], at: number): Condition {
  const changes = past.slice(1).map((before, place) => {
    const later = past[place]!;
    return before === 0 ? 0 : Math.abs(later - before) / Math.abs(before);
  });
  const value = Math.max(leastAllowed, 3 * Math.max(0, ...changes));
  return {operator: '<=', not: false, operands: [{kind: 'number', value, at}], at};
}
