import type {Measure, Measured} from '../measure.js';
import type {Plan} from '../plan.js';
import type {Bound, Leaf} from './bind.js';
import {figure, judge} from './judge.js';

/** What became of a planned rule, or of several that are joined. */
export interface Outcome {
  status: 'passed' | 'failed' | 'skipped';
  value: number | null;
  expected: string;
  found: string;
  failing: number | null;
  side?: 'low' | 'high';
}

interface Judging {
  answers(measure: Measure): number | null;
  /** What a metric was in earlier runs, the latest first. */
  past(metric: string): readonly number[];
}

/** Judges by what was measured. */
export function outcomeOf(bound: Bound, judging: Judging): Outcome {
  if (bound.kind === 'leaf') return outcomeOfLeaf(bound, judging);
  const parts = bound.parts.map((part) => outcomeOf(part, judging));
  const status = joined(
    bound.kind,
    parts.map((part) => part.status),
  );
  return {
    status,
    value: null,
    expected: parts.map(({expected}) => expected).join(` ${bound.kind} `),
    found: parts.map(({found}) => found).join('; '),
    failing: null,
  };
}

/** The leaves of a rule that failed: what is wrong is one of them. */
export function failedLeaves(bound: Bound, judging: Judging): Leaf[] {
  if (outcomeOf(bound, judging).status !== 'failed') return [];
  return bound.kind === 'leaf' ? [bound] : bound.parts.flatMap((part) => failedLeaves(part, judging));
}

/** What the measures of a plan came to. */
export function measuredOf(plan: Plan, answers: Judging['answers']): Measured {
  return Object.fromEntries(Object.entries(plan.measures).map(([name, measure]) => [name, answers(measure)]));
}

/** A part that was skipped says neither; what is clear without it stays clear. */
function joined(kind: 'and' | 'or', parts: readonly Outcome['status'][]): Outcome['status'] {
  const [decides, otherwise] =
    kind === 'and' ? (['failed', 'passed'] as const) : (['passed', 'failed'] as const);
  if (parts.includes(decides)) return decides;
  return parts.includes('skipped') ? 'skipped' : otherwise;
}

function outcomeOfLeaf({plan, name, isSaid}: Leaf, {answers, past}: Judging): Outcome {
  const measured = measuredOf(plan, answers);
  const value = plan.metric(measured);
  const isNone = typeof value === 'string' || !Number.isFinite(value);
  const failing = isNone ? null : (plan.failing?.(measured) ?? null);
  if (isNone) {
    const {expected} = judge(0, plan.judged, past(name));
    const found = typeof value === 'string' ? `no number: ${value}` : 'no number: it is not finite';
    return {status: 'failed', value: null, expected: wanted({plan, isSaid}, expected), found, failing};
  }
  const {status, expected, why, side} = judge(value, plan.judged, past(name));
  const found = why === undefined ? shown(value, {plan, isSaid, failing}) : `${figure(value)}, but ${why}`;
  return {status, value, expected: wanted({plan, isSaid}, expected), found, failing, ...(side && {side})};
}

function wanted({plan, isSaid}: Pick<Leaf, 'plan' | 'isSaid'>, expected: string): string {
  if (isSaid || plan.kept) return expected;
  return plan.failing ? 'every row' : 'yes';
}

function shown(
  value: number,
  {plan, isSaid, failing}: {plan: Plan; isSaid: boolean; failing: number | null},
): string {
  if (isSaid || plan.kept) return figure(value);
  if (failing === null) return value === 1 ? 'yes' : 'no';
  return failing === 0 ? 'every row' : `all but ${failing} ${failing === 1 ? 'row' : 'rows'}`;
}
