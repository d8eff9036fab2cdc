import {AdlError} from '../../base/errors.js';
import {inline} from '../../base/inline.js';
import {nearest} from '../../base/nearest.js';
import type {Database} from '../database.js';
import {literal} from '../identifier.js';
import {type SplitName, splitNames} from '../split-names.js';
import {drawStrata, stratumSql} from '../split-strata.js';
import type {SplitRemark, SplitRequest, Splitter} from './splitter.js';

/** What stands for each split, in any case. */
const words: Readonly<Record<SplitName, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'validate', 'valid', 'val', 'dev'],
  test: ['test', 'testing'],
};

/**
 * Each row is where a column says. Rows that it says nothing of are left out. Where it has no validation rows, or folds are
 * asked for, those are drawn from the training rows, class by class.
 */
export const column: Splitter = {
  summary: 'As a column says: train, validation or test.',
  options: {column: 'needed'},
  keepsKeys: false,
  draw: async (database, relation, request) => {
    const counts = await countWords(database, relation);
    const unknown = counts.find(({word, split}) => word !== '' && split === null);
    const name = inline(request.keys![0]!.name);
    if (unknown) throw otherWord(name, unknown);
    const rowsOf = (split: SplitName | null) =>
      counts.reduce((sum, one) => sum + (one.split === split ? one.rows : 0), 0);
    for (const split of ['train', 'test'] as const) if (rowsOf(split) === 0) throw noRows(name, split);
    const isDrawn = request.folds !== undefined || rowsOf('validation') === 0;
    if (isDrawn) await drawValidation(database, relation, request);
    else await writeWords(database, relation);
    return remarks(name, rowsOf(null), isDrawn && !request.folds ? request.validation : undefined);
  },
  example: [
    {
      sql: "CASE i % 9 WHEN 0 THEN 'TEST' WHEN 1 THEN 'dev' WHEN 2 THEN NULL ELSE 'Train' END",
      profile: {name: 's', raw: 'string'},
    },
  ],
};

const word = `lower(trim(CAST("adl:key0" AS VARCHAR)))`;
const splitOfWord = `CASE ${splitNames
  .map((split) => `WHEN ${word} IN (${words[split].map(literal).join(', ')}) THEN '${split}'`)
  .join(' ')} END`;

interface WordCount {
  word: string;
  split: SplitName | null;
  rows: number;
}

function countWords(database: Database, relation: string): Promise<WordCount[]> {
  return database.rows(
    `SELECT coalesce(trim(CAST("adl:key0" AS VARCHAR)), '') AS word, ${splitOfWord} AS split, count(*) AS rows
     FROM (SELECT "adl:key0" FROM ${relation}) GROUP BY ALL ORDER BY rows DESC, word LIMIT 1000`,
  );
}

async function writeWords(database: Database, relation: string): Promise<void> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:drawn" AS SELECT * FROM (
       SELECT "adl:row", ${splitOfWord} AS "adl:split" FROM ${relation}) WHERE "adl:split" IS NOT NULL`,
  );
}

/** The test rows as they are said to be, the others class by class. */
async function drawValidation(database: Database, relation: string, request: SplitRequest): Promise<void> {
  const rest = `(SELECT * FROM ${relation} WHERE ${splitOfWord} IN ('train', 'validation'))`;
  await drawStrata(database, rest, stratumSql(request), {...request, test: 0});
  await database.run(
    `INSERT INTO "adl:drawn" SELECT "adl:row", 'test' FROM ${relation} WHERE ${splitOfWord} = 'test'`,
  );
}

function remarks(name: string, missing: number, drawn: number | undefined): SplitRemark[] {
  const left = `${missing} rows have nothing in \`${name}\`: they are left out.`;
  const made = `\`${name}\` has no validation rows: a share of ${drawn} of the training rows is drawn for them.`;
  return [
    ...(missing > 0 ? [{kind: 'warning', message: left} as const] : []),
    ...(drawn === undefined ? [] : [{kind: 'note', message: made} as const]),
  ];
}

function otherWord(name: string, {word, rows}: WordCount): AdlError {
  const known = Object.values(words).flat();
  // Of three letters, two make another word.
  const close = word.length > 3 ? nearest(word, known) : undefined;
  const quoted = `\`${inline(word)}\``;
  return new AdlError(
    'SOURCE_INVALID',
    `Expected train, validation or test in \`${name}\`, got ${quoted} in ${rows} rows.`,
    {
      suggestions: [
        ...(close ? [`Did you mean \`${close}\`?`] : []),
        `Use one of: ${known.join(', ')}. Rows with nothing there are left out.`,
      ],
    },
  );
}

function noRows(name: string, split: SplitName): AdlError {
  return new AdlError(
    'SOURCE_INVALID',
    `Expected \`${name}\` to name rows for training and for testing, got none for ${split === 'train' ? 'training' : 'testing'}.`,
    {
      suggestions: [
        `Write ${words[split].map((one) => `\`${one}\``).join(' or ')} there in some rows, or split another way: \`by: stratified\`.`,
      ],
    },
  );
}
