import {inline} from '../../base/inline.js';
import {shellWord} from '../../base/shell-word.js';
import type {Database} from '../../data/database.js';
import {profileColumns} from '../../data/profile.js';
import {modelCard} from '../../features/inference/classifier.js';
import type {RankedColumn} from '../../features/inference/ranked-column.js';
import {featureTypes} from '../../features/types/registry.js';
import {yamlLine} from '../../project/yaml-line.js';
import type {SourceSection} from '../manifest-schema.js';
import type {SourceColumn} from '../source-columns.js';
import {advisedRows, asTaken} from './advised-rows.js';
import {type EncodedColumn, encodeColumn} from './encoded-column.js';
import {sameCategories} from './same-categories.js';

/** Something that a person might do to a column, in order of what it costs: a line in the manifest, or the values themselves. */
export type ProposalKind = 'retype' | 'merge' | 'drop' | 'fill';

export interface Proposal {
  kind: ProposalKind;
  column: string;
  /** What it is, in a sentence. */
  what: string;
  /** What to type, or to write into adl.yaml. */
  how: string;
  /** The column as it is then; undefined where it is gone. */
  encode(): Promise<EncodedColumn | undefined>;
  /** What the difference of the scores is multiplied by to tell what is gained. */
  factor: number;
}

/** What might be done to a column; the cheapest first. */
export async function proposalsFor(
  database: Database,
  column: SourceColumn,
  ranked: RankedColumn,
  section: SourceSection,
  encoded: EncodedColumn,
): Promise<Proposal[]> {
  const found = [
    retyped(database, column, ranked),
    await merged(database, column, section),
    dropped(column, section),
    filled(column, encoded),
  ];
  return found.flatMap((one) => one ?? []);
}

function retyped(
  database: Database,
  {profile, type, confidence}: SourceColumn,
  {ranking}: RankedColumn,
): Proposal | undefined {
  if (confidence >= modelCard().askBelow) return undefined;
  const other = ranking.find((one) => one.type !== type && canBe(one.type, profile));
  if (!other) return undefined;
  const column = profile.name;
  return {
    kind: 'retype',
    column,
    what: `\`${inline(column)}\` as ${other.type} instead of ${type}, of which adl is not sure`,
    how: `adl source types --set ${shellWord(`${column}=${other.type}`)}`,
    encode: () => encodeColumn(database, advisedRows, asTaken(profile), other.type),
    factor: 1,
  };
}

/** What is context-specific is encoded as one of the others: to say so would change nothing. */
function canBe(type: string, profile: SourceColumn['profile']): boolean {
  if (type === 'context-specific') return false;
  const {accepts, usable, readable} = featureTypes[type]!;
  return usable && accepts.includes(profile.raw) && readable(profile) >= 0.5;
}

const mostShown = 3;

async function merged(
  database: Database,
  {profile, type}: SourceColumn,
  {derive, drop}: SourceSection,
): Promise<Proposal | undefined> {
  if (type !== 'categorical' || profile.raw !== 'string') return undefined;
  const same = await sameCategories(database, advisedRows, profile.name);
  if (!same) return undefined;
  const column = profile.name;
  const shown = same.groups.slice(0, mostShown).map(sameWords);
  const more = same.groups.length > mostShown ? ` and ${same.groups.length - mostShown} more` : '';
  const lines = [
    yamlLine('derive', {...derive, [`${column} merged`]: same.expression}),
    yamlLine('drop', [...drop, column]),
  ];
  return {
    kind: 'merge',
    column,
    what: `Merge what may be the same in \`${inline(column)}\`: ${shown.join('; ')}${more}`,
    how: `Write \`${lines.join('` and `')}\` under \`source\` in adl.yaml.`,
    encode: () => encodeMerged(database, same.expression),
    factor: 1,
  };
}

/** Such as `US AIRWAYS = US AIRWAYS*`. */
function sameWords({ways, named}: {ways: number; named: readonly string[]}): string {
  if (named.length === 0) return `${ways} ways to write one`;
  const shown = named.slice(0, mostShown).map((one) => inline(one, 30));
  const more = ways > shown.length ? ` and ${ways - shown.length} more` : '';
  return shown.join(' = ') + more;
}

async function encodeMerged(database: Database, expression: string): Promise<EncodedColumn> {
  const relation = `(SELECT "adl:row", ${expression} AS merged FROM ${advisedRows})`;
  const [profile] = await profileColumns(database, relation);
  return encodeColumn(database, relation, asTaken(profile!), 'categorical');
}

function dropped({profile}: SourceColumn, {drop}: SourceSection): Proposal {
  const column = profile.name;
  return {
    kind: 'drop',
    column,
    what: `Leave \`${inline(column)}\` out`,
    how: `Write \`${yamlLine('drop', [...drop, column])}\` under \`source\` in adl.yaml.`,
    encode: async () => undefined,
    factor: 1,
  };
}

/** Where less is missing, hardly anything can be gained; where more is, hardly anything is known. */
const [leastMissing, mostMissing] = [0.02, 0.8];

/** What is not known cannot be tried: as many values as are missing are taken away, and what that costs is what they are worth. */
function filled({profile}: SourceColumn, encoded: EncodedColumn): Proposal | undefined {
  const missing = profile.missing / profile.rows;
  if (missing < leastMissing || missing > mostMissing) return undefined;
  const taken = Math.min(missing, (1 - missing) / 2);
  const column = profile.name;
  return {
    kind: 'fill',
    column,
    what: `Find the ${(missing * 100).toFixed(0)}% of \`${inline(column)}\` that are missing`,
    how: 'Fill them in the table itself.',
    encode: async () => withoutSome(encoded, taken / (1 - missing)),
    factor: -missing / taken,
  };
}

/** Every so many of the rows lack the value; which ones is the same everywhere. */
function withoutSome({numbers, codes}: EncodedColumn, share: number): EncodedColumn {
  const isTaken = (row: number) => ((row * 2_654_435_761) % 4_294_967_296) / 4_294_967_296 < share;
  return {
    numbers: numbers.map((values) => values.map((value, row) => (isTaken(row) ? Number.NaN : value))),
    codes: codes.map(({values, size}) => ({
      size,
      values: values.map((value, row) => (isTaken(row) ? 0 : value)),
    })),
  };
}
