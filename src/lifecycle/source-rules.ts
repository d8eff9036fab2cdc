import {renameSync, rmSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {Database} from '../data/database.js';
import {literal} from '../data/identifier.js';
import {importBeside} from '../data/import-beside.js';
import type {RulesText} from '../prepare/dqdl/fault.js';
import {type Validated, validateTable} from '../prepare/validate.js';
import type {Environment} from '../prepare/validation/bind.js';
import type {RuleResult, Validation} from '../prepare/validation/result.js';
import type {Host, LifecycleEvent} from './event.js';
import type {ReferenceFile} from './rules-in-project.js';
import {followed, step} from './source-progress.js';

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/** Rules that are put to the table `adl:input` of a database. */
export interface RulesWork {
  host: Host;
  database: Database;
  /** A folder for copies. */
  scratch: string;
  /** As people call the table. */
  name: string;
  rules: RulesText;
  references: readonly ReferenceFile[];
  environment: Environment;
  target?: string;
  past(metric: string): readonly number[];
  /** Where the rows that broke rules are written; nowhere if it is left out. */
  rejects?: string | undefined;
}

export interface ValidateResult extends Validation {
  file: string;
  environment: Environment;
  /** Where the rows are that broke rules, with `adl:row`, their number in the file, and `adl:rules`. */
  rejects: {path: string; rows: number} | null;
}

/**
 * Puts rules to a table, and writes the rows that broke them. What broke a rule of level `warning` is an event.
 * @param keep is given the metrics, to be kept
 * @throws RULE_INVALID, FILE_MISSING, SOURCE_INVALID
 */
export async function* checkRules(
  work: RulesWork,
  keep: (metrics: Record<string, number>) => void = () => {},
): Events<ValidateResult> {
  const {database, host, scratch, name, references, environment} = work;
  const relations: Record<string, string> = {};
  for (const {name: alias, path, uri} of references)
    relations[alias] = yield* step(`Reading ${uri}`, database, (tell) =>
      importBeside(database, alias, {path, scratch}, tell),
    );
  const now = host.now();
  const found = yield* step('Checking the rules', database, () =>
    validateTable({...work, relation: '"adl:input"', references: relations, now}),
  );
  const rejects = yield* followed('Writing the rows that broke rules', database, () =>
    writeRejects(database, found, work.rejects),
  );
  keep(found.metrics);
  for (const rule of found.validation.rules) if (isWarning(rule)) yield warning(rule);
  return {file: name, environment, ...found.validation, rejects};
}

/** That rules of level `error` are broken, with the whole result. */
export function rulesBroken(result: ValidateResult, remedy: string): AdlError {
  const counted = result.rules.filter(({level, status}) => level === 'error' && status !== 'skipped');
  const broken = counted.filter(({status}) => status === 'failed').map(({id}) => id);
  const message = `Expected every rule to hold for ${inline(result.file)}, but ${broken.length} of ${counted.length} are broken: ${broken.join(', ')}.`;
  return new AdlError('RULES_BROKEN', message, {suggestions: [remedy], result});
}

function isWarning({level, status}: RuleResult): boolean {
  return level === 'warning' && status === 'failed';
}

function warning({id, rule, found}: RuleResult): LifecycleEvent {
  const message = `Rule ${id} is broken: ${inline(rule, 200)}. Found: ${found}.`;
  return {stage: 'source', kind: 'warning', message};
}

/** A reader sees the rows of the last validation or of this one. */
async function writeRejects(
  database: Database,
  {hasRejects}: Validated,
  path: string | undefined,
): Promise<ValidateResult['rejects']> {
  if (path === undefined) return null;
  if (!hasRejects) {
    rmSync(path, {force: true});
    return null;
  }
  const draft = `${path}.partial`;
  try {
    await database.run(
      `COPY (SELECT rows.*, broken."adl:rules" FROM "adl:input" AS rows JOIN "adl:rejects" AS broken USING ("adl:row")
       ORDER BY "adl:row") TO ${literal(draft)} (FORMAT parquet)`,
    );
    const [count] = await database.rows<{rows: number}>(
      `SELECT count(*) AS rows FROM read_parquet(${literal(draft.replaceAll(/[*?[]/g, (sign) => `[${sign}]`))})`,
    );
    renameSync(draft, path);
    return {path, rows: count!.rows};
  } finally {
    rmSync(draft, {force: true});
  }
}
