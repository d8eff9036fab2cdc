import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {nearest} from '../base/nearest.js';
import type {Database} from './database.js';
import {typedView} from './derive.js';
import {reserved} from './import.js';
import {isInterrupt} from './refusal.js';
import {notOverRow} from './row-expression.js';

/**
 * Makes the view `adl:selected` of the rows of `adl:input` for which a condition holds. In it, as in what is derived, a text
 * column in which every value is a number is a number.
 * @throws FLAG_INVALID where it is no condition over a row, and where it holds for none
 */
export async function selectRows(database: Database, condition: string): Promise<void> {
  const {names, columns} = await typedView(database, '"adl:input"', '"adl:seen"');
  const reason = await notOverRow(database, condition, new Set(names.map((name) => name.toLowerCase())));
  if (reason) throw unfit(condition, reason);
  const kept = await tryCondition(
    database,
    condition,
    names,
    `SELECT ${columns} FROM "adl:seen" WHERE (${condition}\n)`,
  );
  if (kept > 0) return;
  throw new AdlError(
    'FLAG_INVALID',
    `Expected rows to look at, but \`${inline(condition)}\` holds for none.`,
    {
      suggestions: ['Change what follows --where, or leave it out.'],
    },
  );
}

async function tryCondition(
  database: Database,
  condition: string,
  names: readonly string[],
  query: string,
): Promise<number> {
  try {
    await database.run(`CREATE OR REPLACE TEMP VIEW "adl:selected" AS ${query}`);
    const [row] = await database.rows<{rows: number}>('SELECT count(*) AS rows FROM "adl:selected"');
    return row!.rows;
  } catch (error) {
    if (error instanceof AdlError || isInterrupt(error)) throw error;
    throw unfit(condition, (error as Error).message.split('\n')[0]!, closest(error as Error, names));
  }
}

function closest({message}: Error, names: readonly string[]): string[] {
  const own = names.filter((name) => !name.startsWith(reserved));
  const [, missing] = /Referenced column "(.*?)" not found/.exec(message) ?? [];
  const close = missing === undefined ? undefined : nearest(missing, own);
  return close === undefined ? [] : [`Did you mean \`${inline(close)}\`?`];
}

function unfit(condition: string, reason: string, suggestions: string[] = []): AdlError {
  const expected = `Expected an SQL condition over one row after --where, got \`${inline(condition, 200)}\`.`;
  return new AdlError('FLAG_INVALID', `${expected} ${inline(reason, 300)}`, {
    suggestions: suggestions.length > 0 ? suggestions : [`adl source profile --where '"a column" > 10'`],
  });
}
