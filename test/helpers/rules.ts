import {type Database, openDatabase} from '../../src/data/database.js';
import {identifier, literal} from '../../src/data/identifier.js';
import type {ExampleTable} from '../../src/prepare/rules/rule.js';
import {type Validated, type ValidationRequest, validateTable} from '../../src/prepare/validate.js';

/** The present of examples. */
export const now = Date.parse('2024-02-01T00:00:00Z');

interface Trial {
  table: ExampleTable;
  references?: Record<string, ExampleTable>;
  past?: Record<string, number[]>;
  more?: Partial<ValidationRequest>;
}

/** Puts rules, with or without `Rules = [ … ]` around them, to a small table. */
export async function validated(
  text: string,
  {table, references = {}, past = {}, more}: Trial,
): Promise<Validated> {
  const database = await openDatabase();
  try {
    await fill(database, 'rows', table);
    for (const [name, other] of Object.entries(references)) await fill(database, `other ${name}`, other);
    return await validateTable({
      ...{database, relation: '"rows"', environment: 'training', now},
      rules: {text: /\b(Rules|Analyzers) *=/.test(text) ? text : `Rules = [ ${text} ]`, name: 'rules.dqdl'},
      references: Object.fromEntries(
        Object.keys(references).map((name) => [name, identifier(`other ${name}`)]),
      ),
      past: (metric) => past[metric] ?? [],
      ...more,
    });
  } finally {
    database.close();
  }
}

/** Makes a table of these rows. */
export async function fill(database: Database, name: string, {columns, rows}: ExampleTable): Promise<void> {
  const declared = Object.entries(columns).map(([column, type]) => `${identifier(column)} ${type}`);
  await database.run(`CREATE TABLE ${identifier(name)} (${declared.join(', ')})`);
  for (const row of rows)
    await database.run(`INSERT INTO ${identifier(name)} VALUES (${row.map(sqlOf).join(', ')})`);
}

function sqlOf(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? literal(value) : String(value);
}
