import {AdlError} from '../base/errors.js';
import type {Database} from './database.js';
import {identifier} from './identifier.js';
import {columnsOf, reserved} from './import.js';

/**
 * Makes the view `adl:input`: the imported columns, and one for each expression over a row. Later expressions may
 * use earlier ones.
 * @throws MANIFEST_INVALID
 */
export async function deriveColumns(
  database: Database,
  derive: Readonly<Record<string, string>>,
): Promise<void> {
  const imported = await columnsOf(database, '"adl:imported"');
  const taken = new Set(imported.map(({name}) => name.toLowerCase()));
  let columns = '*';
  for (const [name, expression] of Object.entries(derive)) {
    checkName(name, taken);
    columns = `${columns}, (${expression}\n) AS ${identifier(name)}`;
    await tryColumns(database, columns, name, expression);
  }
  await database.run(`CREATE OR REPLACE TEMP VIEW "adl:input" AS SELECT ${columns} FROM "adl:imported"`);
}

function checkName(name: string, taken: Set<string>): void {
  const folded = name.toLowerCase();
  if (folded.startsWith(reserved))
    throw invalid(
      `\`source.derive.${name}\` may not begin with \`${reserved}\`: adl uses such names itself.`,
    );
  if (taken.has(folded))
    throw invalid(`\`source.derive.${name}\` has the name of a column that is there already.`);
  taken.add(folded);
}

/** Computes the new column for every row: some expressions fail on a value and not before. */
async function tryColumns(
  database: Database,
  columns: string,
  name: string,
  expression: string,
): Promise<void> {
  try {
    await database.run(`SELECT count(${identifier(name)}) FROM (SELECT ${columns} FROM "adl:imported")`);
  } catch (error) {
    const reason = (error as Error).message.split(/\n\s*\n?LINE \d+:/)[0]!.trim();
    throw invalid(
      `\`source.derive.${name}\` has to be a SQL expression over a row, got \`${expression}\`. ${reason}`,
      error,
    );
  }
}

function invalid(message: string, cause?: unknown): AdlError {
  return new AdlError('MANIFEST_INVALID', message, {cause});
}
