import {quoted} from '../dqdl/print.js';
import {isNumeric, isText} from '../table.js';
import {type ColumnFacts, mostListed} from './column-facts.js';

export interface Suggestion {
  /** Deequ's name for how it was found. */
  suggester: string;
  column: string;
  /** The rule, as DQDL has it. */
  rule: string;
  /** Why: a sentence. */
  evidence: string;
}

type Suggester = (facts: ColumnFacts) => {rule: string; evidence: string} | undefined;

/** Below it a column is missing too often for its share to be worth keeping. */
const leastCompleteness = 0.2;
/** Of values that occur once, and that rare values have to leave over: Deequ's. */
const mostOnce = {all: 0.1, most: 0.4};
const coveredByMost = 0.9;
/** Fewer rows show nothing of what is usual. */
const leastRows = 20;

/** Deequ's rules, by their names, in the order in which they are shown. */
const suggesters: Record<string, Suggester> = {
  CompleteIfComplete: ({column, rows, values}) =>
    rows > 0 && values === rows
      ? {rule: `IsComplete ${quoted(column.name)}`, evidence: `All ${rows} rows have a value.`}
      : undefined,
  RetainCompleteness: ({column, rows, values}) => {
    if (values === rows || values / rows < leastCompleteness) return undefined;
    const least = lowerBound(values, rows);
    return {
      rule: `Completeness ${quoted(column.name)} >= ${least}`,
      evidence: `${values} of ${rows} rows (${shareText(values / rows)}) have a value; with 95% confidence at least ${least} of all do.`,
    };
  },
  RetainType: (facts) => {
    const type = typeOf(facts);
    if (type === undefined) return undefined;
    return {
      rule: `ColumnDataType ${quoted(facts.column.name)} = "${type}"`,
      evidence: `All ${facts.values} values can be read as ${type}.`,
    };
  },
  CategoricalRange: (facts) => {
    if (!isCategorical(facts, mostOnce.all) || facts.distinct > mostListed) return undefined;
    return {
      rule: `ColumnValues ${quoted(facts.column.name)} in [${facts.frequent.map(({value}) => quoted(value)).join(', ')}]${whereThere(facts)}`,
      evidence: `${facts.distinct} distinct values make up all ${facts.values}.`,
    };
  },
  FractionalCategoricalRange: (facts) => {
    if (!isCategorical(facts, mostOnce.most) || facts.distinct <= mostListed) return undefined;
    const {listed, covered} = mostOf(facts);
    if (covered / facts.values < coveredByMost) return undefined;
    const least = lowerBound(covered, facts.values);
    return {
      rule: `ColumnValues ${quoted(facts.column.name)} in [${listed.map(quoted).join(', ')}]${whereThere(facts)} with threshold >= ${least}`,
      evidence: `${listed.length} of ${facts.distinct} distinct values make up ${covered} of ${facts.values} (${shareText(covered / facts.values)}).`,
    };
  },
  NonNegativeNumbers: (facts) =>
    facts.minimum !== null && facts.minimum >= 0
      ? {
          rule: `ColumnValues ${quoted(facts.column.name)} >= 0${whereThere(facts)}`,
          evidence: `The least of ${facts.values} numbers is ${facts.minimum}.`,
        }
      : undefined,
  UniqueIfApproximatelyUnique: ({column, values, distinct, rows, whole}) => {
    const isMeasure = isNumeric(column) && whole < values;
    if (rows < leastRows || values < rows || distinct < values || isMeasure) return undefined;
    return {rule: `IsUnique ${quoted(column.name)}`, evidence: `All ${values} values differ.`};
  },
  HasMin: (facts) =>
    atWarning(facts.minimum !== null && facts.minimum < 0 ? bound(facts, '>=', facts.minimum) : undefined),
  HasMax: (facts) => atWarning(facts.maximum === null ? undefined : bound(facts, '<=', facts.maximum)),
  HasMean: (facts) => atWarning(meanRule(facts)),
  HasMaxLength: (facts) =>
    atWarning(
      facts.longest === null || facts.longest === 0 || isCategorical(facts, mostOnce.all) || typeOf(facts)
        ? undefined
        : {
            rule: `ColumnLength ${quoted(facts.column.name)} <= ${facts.longest}`,
            evidence: `The longest of ${facts.values} values has ${facts.longest} characters.`,
          },
    ),
};

/** What can be said of a column, from all of its values. */
export function suggestionsFor(facts: ColumnFacts): Suggestion[] {
  return Object.entries(suggesters).flatMap(([suggester, suggest]) => {
    const found = suggest(facts);
    return found ? [{suggester, column: facts.column.name, ...found}] : [];
  });
}

/** A missing value is none that is expected: rules over rows leave it to `Completeness`. */
function whereThere({column, rows, values}: ColumnFacts): string {
  return values < rows ? ` where ${quoted(`${column.value} is not null`)}` : '';
}

/** The lower end of Wilson's interval for a share, at 95%, cut to two digits. */
export function lowerBound(part: number, whole: number): number {
  const z = 1.96;
  const share = part / whole;
  const centre = share + z ** 2 / (2 * whole);
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z / (2 * whole)) ** 2);
  return Math.max(0, Math.floor(((centre - spread) / (1 + z ** 2 / whole)) * 100) / 100);
}

function typeOf({column, values, whole, minimum, maximum, days, times}: ColumnFacts): string | undefined {
  if (values === 0) return undefined;
  if (isNumeric(column)) {
    if (whole < values) return 'Double';
    return Math.abs(minimum ?? 0) < 2 ** 31 && Math.abs(maximum ?? 0) < 2 ** 31 ? 'Integer' : 'Long';
  }
  if (column.storage === 'BOOLEAN') return 'Boolean';
  if (days === values || column.storage === 'DATE') return 'Date';
  return times === values || column.storage.startsWith('TIMESTAMP') ? 'Timestamp' : undefined;
}

/** Text of which few values occur once. */
function isCategorical({column, values, once, rows}: ColumnFacts, most: number): boolean {
  return isText(column) && rows >= leastRows && values > 0 && once / values <= most;
}

/** The fewest of the frequent values that make up most of a column. */
function mostOf({frequent, values}: ColumnFacts): {listed: string[]; covered: number} {
  const listed: string[] = [];
  let covered = 0;
  for (const {value, count} of frequent.slice(0, mostListed)) {
    if (covered / values >= coveredByMost) break;
    listed.push(value);
    covered += count;
  }
  return {listed, covered};
}

function bound(facts: ColumnFacts, sign: string, value: number) {
  const extreme = sign === '<=' ? 'largest' : 'least';
  return {
    rule: `ColumnValues ${quoted(facts.column.name)} ${sign} ${value}${whereThere(facts)}`,
    evidence: `The ${extreme} of ${facts.values} numbers is ${value}.`,
  };
}

/** A mean moves by chance; three standard deviations of it, as many as the values here have, are more than that. */
function meanRule({column, mean, deviation, values}: ColumnFacts) {
  if (mean === null || !deviation || values < leastRows) return undefined;
  const reach = (3 * deviation) / Math.sqrt(values);
  const [low, high] = [figures(mean - reach), figures(mean + reach)];
  if (!(low < mean && mean < high)) return undefined;
  return {
    rule: `Mean ${quoted(column.name)} between ${low} and ${high}`,
    evidence: `The mean of ${values} numbers is ${figures(mean)}, their standard deviation ${figures(deviation)}.`,
  };
}

/** What only the rows at hand show warns, and stops nothing. */
function atWarning(found: {rule: string; evidence: string} | undefined) {
  return found && {...found, rule: `${found.rule} labels=["level"="warning"]`};
}

function figures(value: number): number {
  return Number(value.toPrecision(6));
}

function shareText(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
