import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {Database} from './database.js';
import {identifier, literal} from './identifier.js';
import {type ColumnProfile, canonical} from './profile.js';

export type TaskKind = 'classification' | 'regression';

export interface TargetFacts {
  task: TaskKind;
  /** The target as SQL over the input: a label as text or a number; NULL where it is missing. */
  expression: string;
  /** In the order of their codes; the positive one of two is the last. */
  labels?: string[];
}

/** Whole numbers are labels when there are at most this many of them, and when they are few for the rows. */
const mostWholeLabels = 20;
const largestLabelShare = 0.2;
const mostLabels = 1000;
/** Models compute with 32-bit floats. */
const largest = 3.4028234663852886e38;

/** What a person says of the target. */
interface TargetWishes {
  task?: TaskKind | undefined;
  /** What to type to predict something else. */
  instead?: readonly string[];
}

/**
 * What is to be predicted: a label where the target is text, true or false, or a few whole numbers; else a number.
 * @throws TARGET_INVALID
 */
export async function decideTarget(
  database: Database,
  relation: string,
  profile: ColumnProfile,
  wishes: TargetWishes = {},
): Promise<TargetFacts> {
  try {
    return await factsOf(database, relation, profile, wishes.task);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const message = `\`${inline(profile.name)}\` cannot be predicted: ${error.message}.`;
    const {instead = []} = wishes;
    const suggestions = instead.length > 0 ? [...instead] : [otherwise(profile)];
    throw new AdlError('TARGET_INVALID', message, {suggestions, cause: error});
  }
}

function otherwise({name}: ColumnProfile): string {
  return `Read a table in which \`${inline(name)}\` can be, or name another column: adl source --target COLUMN`;
}

/** Why a column is no target. */
class Unfit extends Error {}

async function factsOf(
  database: Database,
  relation: string,
  profile: ColumnProfile,
  said?: TaskKind,
): Promise<TargetFacts> {
  const present = profile.rows - profile.missing;
  if (present === 0) throw new Unfit('it has no value in any row');
  if (profile.distinct === 1) throw new Unfit('every value of it is the same');
  const task = said ?? (isLabel(profile, present) ? 'classification' : 'regression');
  if (task === 'regression') return {task, expression: numberExpression(profile)};
  const labels = await labelsOf(database, relation, profile);
  const odd = labels.find((label) => label.includes('\0'));
  if (odd !== undefined) throw new Unfit(`it has the value ${JSON.stringify(odd)}, which is no text`);
  const isKey = labels.length > mostLabels || (present > 20 && labels.length > present / 2);
  if (isKey)
    throw new Unfit(`it has ${labels.length} distinct values in ${present} rows, too many for labels`);
  return {task, expression: labelExpression(profile), labels};
}

/** The column of a snapshot's parts that holds the target, over `adl:target`. */
export function targetSql({labels}: TargetFacts): string {
  if (!labels) return 'CAST("adl:target" AS DOUBLE) AS y';
  return `CAST(enum_code(CAST("adl:target" AS ENUM(${labels.map(literal).join(', ')}))) AS INTEGER) AS y`;
}

function isLabel({raw, whole, distinct}: ColumnProfile, present: number): boolean {
  if (raw === 'string' || distinct === 2) return true;
  return whole && distinct <= mostWholeLabels && distinct / present <= largestLabelShare;
}

function numberExpression(profile: ColumnProfile): string {
  if (profile.raw !== 'number') throw new Unfit('some of its values are not numbers');
  if (Math.max(-profile.minimum!, profile.maximum!) > largest)
    throw new Unfit('some of its values are larger than a 32-bit float can be');
  return canonical(profile);
}

/** Text as it was written; whole numbers without a point. */
function labelExpression(profile: ColumnProfile): string {
  const text = `CAST(${identifier(profile.name)} AS VARCHAR)`;
  if (profile.raw === 'string' || profile.storage === 'VARCHAR') return `nullif(${text}, '')`;
  const isInteger = profile.whole && Math.max(-profile.minimum!, profile.maximum!) < 2 ** 63;
  return isInteger
    ? `CAST(CAST(${canonical(profile)} AS HUGEINT) AS VARCHAR)`
    : `CAST(${canonical(profile)} AS VARCHAR)`;
}

async function labelsOf(database: Database, relation: string, profile: ColumnProfile): Promise<string[]> {
  const rows = await database.rows<{label: string}>(
    `SELECT DISTINCT ${labelExpression(profile)} AS label FROM ${relation} WHERE label IS NOT NULL ORDER BY label`,
  );
  const labels = rows.map(({label}) => label);
  const areWhole = labels.every((label) => /^-?[0-9]{1,15}$/.test(label));
  return areWhole ? labels.sort((a, b) => Number(a) - Number(b)) : labels;
}
