import {printCheck, printExpression, printRule} from '../dqdl/print.js';
import type {Check, Expression, Labels, Rule, Ruleset} from '../dqdl/syntax.js';
import {countRows} from '../measure.js';
import {isOne, type Plan, ratio} from '../plan.js';
import {ruleTypeOf} from '../rules/registry.js';
import type {Planning} from '../rules/rule.js';
import {planOf} from './planning.js';

/** Where a table is looked at: when models are trained, or where they serve, without the target. */
export const environments = {training: 'training', serving: 'serving'} as const;
export type Environment = keyof typeof environments;

export interface Leaf {
  kind: 'leaf';
  /** What its metric is called in the history. */
  name: string;
  plan: Plan;
  at: number;
  /** Whether the rule itself says what the metric has to be. */
  isSaid: boolean;
}

/** Planned rules, joined. */
export type Bound = Leaf | {kind: 'and' | 'or'; parts: Bound[]};

export interface BoundRule {
  /** `r1`, `r2` … in the order of the text. */
  id: string;
  text: string;
  labels: Labels;
  level: 'error' | 'warning';
  /** Why it is not looked at. */
  skipped: string | undefined;
  bound: Bound | undefined;
}

interface Place {
  environment: Environment;
  target: string | undefined;
}

/** Plans every rule that is looked at here. @throws RULE_INVALID */
export async function bindRules(ruleset: Ruleset, planning: Planning, place: Place): Promise<BoundRule[]> {
  const bound: BoundRule[] = [];
  for (const [at, rule] of ruleset.rules.entries()) {
    const labels = {...ruleset.defaultLabels, ...rule.labels};
    const skipped = whySkipped(rule, labels, planning, place);
    bound.push({
      id: `r${at + 1}`,
      text: printRule({expression: rule.expression, labels: {}}),
      labels,
      level: levelOf(rule, labels, planning),
      skipped,
      bound: skipped === undefined ? await bind(rule.expression, planning) : undefined,
    });
  }
  return bound;
}

/** A check as a leaf. @throws RULE_INVALID */
export async function bindCheck(check: Check, planning: Planning): Promise<Leaf> {
  const plan = await planOf(check, planning);
  const isOfRows = ['values', 'types', 'duration'].includes(ruleTypeOf(check.type).condition);
  const condition = isOfRows ? check.condition : null;
  return {
    kind: 'leaf',
    name: printCheck({...check, condition, threshold: null}),
    plan,
    at: check.at,
    isSaid: Boolean(isOfRows ? check.threshold : (check.condition ?? check.threshold)),
  };
}

async function bind(expression: Expression, planning: Planning): Promise<Bound> {
  if (expression.kind === 'check') return bindCheck(expression, planning);
  const parts: Bound[] = [];
  for (const part of expression.parts) parts.push(await bind(part, planning));
  const together = expression.kind === 'or' ? rowByRow(expression, parts) : undefined;
  return together ?? {kind: expression.kind, parts};
}

/**
 * That one of several conditions on a row holds is meant of each row: `(x > 5) or (x = NULL)` has rows of both kinds.
 * Rules that are judged by a share as a whole stay apart.
 */
function rowByRow(expression: Expression, parts: readonly Bound[]): Leaf | undefined {
  const fits = parts.map((part) =>
    part.kind === 'leaf' && !part.isSaid && part.plan.fits && !part.plan.looksAround
      ? `(${part.plan.fits})`
      : undefined,
  );
  if (fits.includes(undefined)) return undefined;
  const either = fits.join(' OR ');
  const plan: Plan = {
    measures: {rows: countRows(), fitting: countRows(`(${either})`)},
    metric: ({rows, fitting}) => ratio(fitting!, rows!, 'rows'),
    judged: isOne(expression.at),
    failing: ({rows, fitting}) => rows! - fitting!,
    fits: either,
    anomaly: (found) => (parts[0] as Leaf).plan.anomaly?.(found),
  };
  return {kind: 'leaf', name: printExpression(expression), plan, at: expression.at, isSaid: false};
}

function whySkipped(
  {expression}: Rule,
  labels: Labels,
  {fault}: Planning,
  {environment, target}: Place,
): string | undefined {
  const wanted = labels.environment ?? environment;
  if (wanted !== 'training' && wanted !== 'serving')
    throw fault({at: expression.at, says: 'expected the label "environment" to be "training" or "serving"'});
  if (wanted !== environment) return `it is for ${wanted}`;
  const isAboutTarget = target !== undefined && environment === 'serving' && names(expression, target);
  return isAboutTarget ? 'it names the target, which is not there in serving' : undefined;
}

function levelOf({expression}: Rule, {level = 'error'}: Labels, {fault}: Planning): 'error' | 'warning' {
  if (level === 'error' || level === 'warning') return level;
  throw fault({at: expression.at, says: 'expected the label "level" to be "error" or "warning"'});
}

/** Whether a rule has to do with a column: by its name, or in SQL that has it as a word. */
function names(expression: Expression, column: string): boolean {
  if (expression.kind !== 'check') return expression.parts.some((part) => names(part, column));
  const {parameters, where, type} = expression;
  const kinds = ruleTypeOf(type).parameters;
  const word = new RegExp(`(?<![\\w])${column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`);
  const isNamed = parameters.some(({value}, at) =>
    (kinds[Math.min(at, kinds.length - 1)] ?? 'text').startsWith('column')
      ? value === column
      : value === column || word.test(value),
  );
  return isNamed || (where !== null && word.test(where.value));
}
