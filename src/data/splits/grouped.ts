import {AdlError} from '../../base/errors.js';
import {inline} from '../../base/inline.js';
import type {Database} from '../database.js';
import {type GroupCounts, shareGroups} from '../group-shares.js';
import {splitKey} from '../split-key.js';
import {type SplitName, splitNames} from '../split-names.js';
import {stratumSql} from '../split-strata.js';
import type {SplitRemark, SplitRequest, Splitter} from './splitter.js';

/** Farther than this from its share, a split is told of. */
const farOff = 0.05;
/** So many groups are written in one statement. */
const together = 50_000;

/**
 * Rows with the same value stay together. Where a group is missing the row is a group of its own. Classes are shared out as
 * evenly as whole groups allow; of groups of the same size the seed says which comes first.
 */
export const grouped: Splitter = {
  summary: 'At random, with all rows of a group in one split.',
  options: {test: 'possible', group: 'needed'},
  keepsKeys: false,
  draw: async (database, relation, request, tell) => {
    tell('finding the groups');
    const groups = await numberGroups(database, relation, request);
    const bins = binsOf(request);
    if (groups < bins.length) throw tooFewGroups(request, groups, bins.length);
    const chosen = shareGroups(
      await countsOf(database, groups),
      bins.map(({share}) => share),
    );
    await writeBins(database, chosen);
    const split = bins.map(({split}, at) => `WHEN ${at} THEN '${split}'`).join(' ');
    await database.run(
      `CREATE OR REPLACE TEMP TABLE "adl:drawn" AS SELECT "adl:row", CASE bin ${split} END AS "adl:split"
       FROM "adl:grouped" JOIN "adl:bins" USING (number)`,
    );
    return [...(await ungrouped(database, relation, request)), ...(await uneven(database, bins))];
  },
  example: [{sql: "CASE WHEN i % 13 > 0 THEN 'g' || (i * 7 // 5) END", profile: {name: 'g', raw: 'string'}}],
};

interface Bin {
  share: number;
  split: SplitName;
}

function binsOf({test, validation, folds}: SplitRequest): Bin[] {
  const rest = folds
    ? Array.from(
        {length: folds.count},
        (_, at): Bin => ({
          share: (1 - test) / folds.count,
          split: at === folds.validation ? 'validation' : 'train',
        }),
      )
    : [
        {share: 1 - test - validation, split: 'train' as const},
        {share: validation, split: 'validation' as const},
      ];
  return [...rest, {share: test, split: 'test'}];
}

/** Texts of one key could be those of two: each is told with its length. */
function groupSql({keys = []}: SplitRequest): string {
  const texts = keys.map((_, at) => `CAST("adl:key${at}" AS VARCHAR)`);
  return `coalesce(${texts.map((text) => `length(${text}) || ':' || ${text}`).join(' || ')}, 'row ' || "adl:row")`;
}

/** Makes the table `adl:grouped` of each row's group, the largest first, and of its stratum, both as numbers from 0. */
async function numberGroups(database: Database, relation: string, request: SplitRequest): Promise<number> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:grouped" AS
     WITH keyed AS (
       SELECT "adl:row", ${groupSql(request)} AS key, ${stratumSql(request)} AS stratum FROM ${relation}
     ), groups AS (
       SELECT key, row_number() OVER (ORDER BY size DESC, ${splitKey(request.seed, 'group', 'key')}, key) - 1 AS number
       FROM (SELECT key, count(*) AS size FROM keyed GROUP BY key)
     ), strata AS (
       SELECT stratum, row_number() OVER (ORDER BY stratum) - 1 AS code FROM keyed GROUP BY stratum
     )
     SELECT "adl:row", number, code FROM keyed JOIN groups USING (key) JOIN strata USING (stratum)`,
  );
  const [found] = await database.rows<{groups: number}>(
    'SELECT count(DISTINCT number) AS groups FROM "adl:grouped"',
  );
  return found!.groups;
}

async function countsOf(database: Database, groups: number): Promise<GroupCounts> {
  const strata: number[] = [];
  const rows: number[] = [];
  const starts = new Int32Array(groups + 1);
  await database.stream(
    `SELECT CAST(number AS INTEGER), CAST(code AS INTEGER), CAST(count(*) AS INTEGER)
     FROM "adl:grouped" GROUP BY number, code ORDER BY number, code`,
    ([numbers, codes, counts], length) => {
      for (let at = 0; at < length; at += 1) {
        strata.push(Number(codes![at]));
        rows.push(Number(counts![at]));
        starts[Number(numbers![at]) + 1] = strata.length;
      }
    },
  );
  return {starts, strata: Int32Array.from(strata), rows: Int32Array.from(rows)};
}

async function writeBins(database: Database, bins: Uint8Array): Promise<void> {
  await database.run('CREATE OR REPLACE TEMP TABLE "adl:bins" (number BIGINT, bin UTINYINT)');
  for (let start = 0; start < bins.length; start += together) {
    const some = bins.slice(start, start + together);
    await database.run(
      `INSERT INTO "adl:bins" SELECT unnest(range(${start}, ${start + some.length})), unnest([${some.join()}])`,
    );
  }
}

async function ungrouped(
  database: Database,
  relation: string,
  request: SplitRequest,
): Promise<SplitRemark[]> {
  const {keys = []} = request;
  const isMissing = keys.map((_, at) => `"adl:key${at}" IS NULL`).join(' OR ');
  const [found] = await database.rows<{rows: number}>(
    `SELECT count(*) AS rows FROM ${relation} WHERE ${isMissing}`,
  );
  if (found!.rows === 0) return [];
  const message = `${found!.rows} rows have no ${named(request, ' or no ')}: each of them is a group of its own.`;
  return [{kind: 'warning', message}];
}

async function uneven(database: Database, bins: readonly Bin[]): Promise<SplitRemark[]> {
  const sizes = await database.rows<{split: SplitName; size: number}>(
    'SELECT "adl:split" AS split, count(*) AS size FROM "adl:drawn" GROUP BY split',
  );
  const total = sizes.reduce((sum, {size}) => sum + size, 0);
  const shares = splitNames.map((split) => ({
    split,
    wanted: bins.reduce((sum, bin) => sum + (bin.split === split ? bin.share : 0), 0),
    got: (sizes.find((one) => one.split === split)?.size ?? 0) / total,
  }));
  if (shares.every(({wanted, got}) => Math.abs(wanted - got) <= farOff)) return [];
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const each = shares.map(({split, wanted, got}) => `${split} ${percent(got)} (asked: ${percent(wanted)})`);
  return [
    {kind: 'warning', message: `Whole groups do not make the shares that are asked for: ${each.join(', ')}.`},
  ];
}

function named({keys = []}: SplitRequest, by = ' and '): string {
  return keys.map(({name}) => `\`${inline(name)}\``).join(by);
}

function tooFewGroups(request: SplitRequest, groups: number, least: number): AdlError {
  const each = request.folds ? 'one for each fold and one for testing' : 'one for each split';
  return new AdlError(
    'SOURCE_INVALID',
    `Expected at least ${least} groups in ${named(request)}, ${each}, got ${groups}.`,
    {
      suggestions: [
        ...(request.folds && groups > 2
          ? [`Write \`folds: ${groups - 1}\` under \`source.split\` in adl.yaml.`]
          : []),
        'Name a column with more values at `source.split.group` in adl.yaml, or write `by: stratified` there.',
      ],
    },
  );
}
