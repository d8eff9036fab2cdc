import {inline} from '../base/inline.js';
import type {Database} from '../data/database.js';
import {checkedView} from './checked-view.js';
import {type RulesText, ruleInvalid} from './dqdl/fault.js';
import {parseRules} from './dqdl/parse.js';
import type {Ruleset} from './dqdl/syntax.js';
import {countRows, type Measure} from './measure.js';
import type {Plan} from './plan.js';
import {ruleWords} from './rules/registry.js';
import type {Table} from './table.js';
import {analyzerWords, bindAnalyzers} from './validation/analyzers.js';
import {type Bound, type BoundRule, bindRules, type Environment, type Leaf} from './validation/bind.js';
import {type Detail, detailsOf} from './validation/detail.js';
import {type Answers, askFor} from './validation/measuring.js';
import {failedLeaves, measuredOf, outcomeOf} from './validation/outcome.js';
import {type Grounds, planningOver} from './validation/planning.js';
import {reasonOf} from './validation/query.js';
import {rejectsView} from './validation/rejects.js';
import type {RuleResult, Validation} from './validation/result.js';

export interface ValidationRequest {
  database: Database;
  /** The table, to stand after FROM. */
  relation: string;
  rules: RulesText;
  environment: Environment;
  /** The column that is predicted, where one is known. */
  target?: string;
  /** Other tables by name, to stand after FROM. */
  references?: Readonly<Record<string, string>>;
  /** In milliseconds since 1970. */
  now: number;
  /** What a metric was in earlier runs, the latest first. */
  past(metric: string): readonly number[];
}

export interface Validated {
  validation: Validation;
  /** What is kept of it: every metric that has a number. */
  metrics: Record<string, number>;
  /** Whether the view `adl:rejects` says which rows broke which rules. */
  hasRejects: boolean;
}

/**
 * Puts rules in DQDL to a table: all that can be asked in one scan is.
 * @throws RULE_INVALID
 */
export async function validateTable(request: ValidationRequest): Promise<Validated> {
  const {database, environment, target, past} = request;
  const ruleset = readRules(request.rules);
  const table = await openTables(request);
  const grounds: Grounds = {...request, table, references: await openReferences(request)};
  const planning = planningOver(grounds);
  const rules = await bindRules(ruleset, planning, {environment, target});
  const analyzers = await bindAnalyzers(ruleset.analyzers, planning);
  const leaves = [...rules.flatMap(({bound}) => (bound ? leavesOf(bound) : [])), ...analyzers];
  const answers = await ask(grounds, leaves);
  const judging = {answers, past};
  const broken = rules.filter(({bound}) => bound && outcomeOf(bound, judging).status === 'failed');
  const wrong = broken.flatMap(({bound}) => failedLeaves(bound!, judging));
  const details = await detailsOf(
    database,
    table,
    wrong.map(({plan}) => plan),
  );
  const results = rules.map((rule) => resultOf(rule, {...judging, details}));
  return {
    validation: {
      rows: answers(countRows()) ?? 0,
      passed: !results.some(({status, level}) => status === 'failed' && level === 'error'),
      rules: results,
      analyzers: analyzers.map((leaf) => ({analyzer: leaf.name, value: metricOf(leaf, answers) ?? null})),
    },
    metrics: metricsOf(leaves, answers),
    hasRejects: await rejectsView(database, table, broken),
  };
}

/** What rules say, before there is a table to put them to. @throws RULE_INVALID */
export function readRules(rules: RulesText): Ruleset {
  return parseRules(rules, {rules: ruleWords, analyzers: analyzerWords});
}

/** Only of columns that the rules have in them is found out whether they hold numbers. */
async function openTables({database, relation, rules}: ValidationRequest): Promise<Table> {
  const text = rules.text.toLowerCase();
  const isOnAll = /schemamatch|datasetmatch|allcolumns|customsql|duplicaterowcount/.test(text);
  const isUsed = (name: string) => isOnAll || text.includes(inDqdl(name.toLowerCase()));
  const table = await checkedView(database, relation, 'adl:checked', isUsed);
  await database.run('CREATE OR REPLACE TEMP VIEW "primary" AS SELECT * FROM "adl:checked"');
  return table;
}

/** A name as it stands between double quotes; in SQL there, it is quoted once more. */
function inDqdl(name: string): string {
  return /^[^"\\]*$/.test(name) ? name : '';
}

async function openReferences({
  database,
  references = {},
}: ValidationRequest): Promise<Record<string, Table>> {
  const opened: Record<string, Table> = {};
  for (const [name, relation] of Object.entries(references))
    opened[name] = await checkedView(database, relation, name);
  return opened;
}

function leavesOf(bound: Bound): Leaf[] {
  return bound.kind === 'leaf' ? [bound] : bound.parts.flatMap(leavesOf);
}

function ask({database, table, rules}: Grounds, leaves: readonly Leaf[]): Promise<Answers> {
  const measures = leaves.flatMap(({plan}) => Object.values(plan.measures));
  return askFor(database, table.relation, [countRows(), ...measures], (measure, error) =>
    refused({rules, leaves}, measure, error),
  );
}

/** Some SQL fails on a value and not before: what it says belongs to the rule that has it. */
function refused(
  {rules, leaves}: {rules: RulesText; leaves: readonly Leaf[]},
  measure: Measure,
  error: Error,
): Error {
  const leaf = leaves.find(({plan}) => Object.values(plan.measures).includes(measure));
  if (!leaf) return error;
  const says = `expected a rule that can be measured. ${reasonOf(error)}`;
  return ruleInvalid(rules, {at: leaf.at, says, cause: error});
}

function metricOf({plan}: Leaf, answers: Answers): number | undefined {
  const value = (plan.kept ?? plan).metric(measuredOf(plan, answers));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function metricsOf(leaves: readonly Leaf[], answers: Answers): Record<string, number> {
  const found = leaves.map((leaf) => [leaf.plan.kept?.name ?? leaf.name, metricOf(leaf, answers)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Record<string, number>;
}

interface Telling {
  answers: Answers;
  past(metric: string): readonly number[];
  details: ReadonlyMap<Plan, Detail>;
}

function resultOf(rule: BoundRule, telling: Telling): RuleResult {
  const {id, text, level, labels, skipped, bound} = rule;
  const known = {id, rule: text, level, labels};
  if (!bound) return {...known, ...nothing, status: 'skipped', found: skipped!};
  const {status, value, expected, found, failing} = outcomeOf(bound, telling);
  const [first] = failedLeaves(bound, telling);
  const detail = first && telling.details.get(first.plan);
  return {
    ...known,
    ...{status, value, expected, failing_rows: failing},
    found: detail?.example ? `${found}, such as \`${inline(detail.example, 40)}\`` : found,
    anomaly: (first && anomalyOf(first, telling)) ?? null,
  };
}

/** What has no number has no name either, unless it is NaN that stands in its way. */
function anomalyOf(leaf: Leaf, telling: Telling): string | undefined {
  const {value, side} = outcomeOf(leaf, telling);
  const detail = telling.details.get(leaf.plan);
  if (value === null && !detail?.nan) return undefined;
  return leaf.plan.anomaly?.({value: value ?? Number.NaN, side, ...detail});
}

const nothing = {value: null, expected: '', failing_rows: null, anomaly: null};
