import {AdlError} from '../base/errors.js';
import type {Database} from './database.js';
import {type Derivation, failedExpression, refusedExpression, refusedName} from './derivation.js';
import {identifier} from './identifier.js';
import {columnsOf, reserved} from './import.js';
import {canonical} from './profile.js';
import {withRawKinds} from './raw-kinds.js';
import {isInterrupt} from './refusal.js';
import {notOverRow} from './row-expression.js';
import type {Tell} from './tell.js';

/**
 * Makes the view `adl:input`: the imported columns, and one for each expression over a row. In expressions a text
 * column in which every value is a number is a number; later ones may use earlier ones.
 * @throws MANIFEST_INVALID
 */
export async function deriveColumns(
  database: Database,
  derive: Readonly<Record<string, string>>,
  tell: Tell = () => {},
): Promise<void> {
  const expressions = Object.entries(derive);
  if (expressions.length === 0) return plainView(database);
  const imported = await typedView(database, '"adl:imported"', '"adl:typed"');
  const names = [...imported.names];
  const taken = new Set(names.map((name) => name.toLowerCase()));
  let columns = imported.columns;
  for (const [name, expression] of expressions) {
    await checkExpression(database, {name, expression}, taken);
    checkName(name, taken);
    tell(name);
    columns = `${columns}, (${expression}\n) AS ${identifier(name)}`;
    await tryColumns(database, `SELECT ${columns} FROM "adl:typed"`, names, {name, expression});
    names.push(name);
  }
  await database.run(`CREATE OR REPLACE TEMP VIEW "adl:input" AS SELECT ${columns} FROM "adl:typed"`);
}

/** Wide tables are bound anew by each statement: the less there is in a view of them the better. */
async function plainView(database: Database): Promise<void> {
  await database.run('CREATE OR REPLACE TEMP VIEW "adl:input" AS SELECT * FROM "adl:imported"');
}

/** What expressions see, and beside each column that is changed for them its text: `columns` makes the relation of it again. */
export async function typedView(
  database: Database,
  relation: string,
  view: string,
): Promise<{names: string[]; columns: string}> {
  const columns = await columnsOf(database, relation);
  const stored = await withRawKinds(database, relation, columns);
  const isRead = stored.map(({storage, raw}) => storage === 'VARCHAR' && raw === 'number');
  const seen = stored.map(({name, storage}, at) =>
    isRead[at]
      ? `${canonical({name, storage, raw: 'number'})} AS ${identifier(name)}, ${identifier(name)} AS ${textOf(name)}`
      : identifier(name),
  );
  await database.run(`CREATE OR REPLACE TEMP VIEW ${view} AS SELECT ${seen.join(', ')} FROM ${relation}`);
  const own = stored.map(({name}, at) =>
    isRead[at] ? `${textOf(name)} AS ${identifier(name)}` : identifier(name),
  );
  return {names: stored.map(({name}) => name), columns: own.join(', ')};
}

function textOf(name: string): string {
  return identifier(`${reserved}text:${name}`);
}

function checkName(name: string, taken: Set<string>): void {
  const folded = name.toLowerCase();
  if (name === '' || name.includes('\0')) throw refusedName(name, 'needs a name that is text.');
  if (folded.startsWith(reserved))
    throw refusedName(name, `may not begin with \`${reserved}\`: adl uses such names itself.`);
  if (taken.has(folded)) throw refusedName(name, 'has the name of a column that is there already.');
  taken.add(folded);
}

/** Before it is part of any statement. */
async function checkExpression(
  database: Database,
  derivation: Derivation,
  columns: ReadonlySet<string>,
): Promise<void> {
  const reason = await notOverRow(database, derivation.expression, columns);
  if (reason) throw refusedExpression(derivation, reason);
}

/** Computes the new column for every row: some expressions fail on a value and not before. */
async function tryColumns(
  database: Database,
  query: string,
  names: readonly string[],
  derivation: Derivation,
): Promise<void> {
  let found: number;
  try {
    found = (await columnsOf(database, `(${query})`)).length;
    await database.run(`SELECT count(${identifier(derivation.name)}) FROM (${query})`);
  } catch (error) {
    if (error instanceof AdlError || isInterrupt(error)) throw error;
    const own = names.filter((name) => !name.startsWith(reserved));
    throw failedExpression(derivation, error as Error, own);
  }
  const made = found - names.length;
  if (made !== 1) throw refusedExpression(derivation, `It makes ${made} columns.`);
}
