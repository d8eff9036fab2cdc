import type {Database} from './database.js';
import {fileFacts} from './file.js';
import {identifier} from './identifier.js';
import {importFile} from './import.js';
import type {SourceFile} from './sources/source.js';
import type {Tell} from './tell.js';

/**
 * Reads one more table, under a name, into memory or where that is not enough, beside the one that is there.
 * @returns what stands for it after FROM
 * @throws FILE_MISSING, SOURCE_INVALID, FILE_CHANGED, DISK_FULL
 */
export async function importBeside(
  database: Database,
  name: string,
  file: SourceFile,
  tell: Tell = () => {},
): Promise<string> {
  const facts = await fileFacts(file.path, tell);
  const [home] = await database.rows<{name: string}>('SELECT current_database() AS name');
  const beside = identifier(`adl:beside:${name}`);
  await database.run(`ATTACH ':memory:' AS ${beside}`);
  await database.run(`USE ${beside}`);
  try {
    await importFile(database, file, facts, tell);
  } finally {
    await database.run(`USE ${identifier(home!.name)}`);
  }
  return `${beside}.main."adl:imported"`;
}
