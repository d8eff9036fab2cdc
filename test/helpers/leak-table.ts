import {arrangeRows} from '../../src/data/arrange.js';
import {openDatabase} from '../../src/data/database.js';
import {identifier} from '../../src/data/identifier.js';
import {decideTarget} from '../../src/data/target.js';
import {rankTypes} from '../../src/features/inference/ranked-column.js';
import {type FoundLeak, findLeaks} from '../../src/prepare/find-leaks.js';
import type {LeakColumn, LeakExample} from '../../src/prepare/leakage/leak-check.js';

/** What the checks find in a table that is split at random class by class, or by a column. */
export async function leaksIn(
  {columns, target, types = {}}: LeakExample,
  rows = 2000,
  way?: {by: string; column: string},
): Promise<FoundLeak[]> {
  const database = await openDatabase();
  try {
    const all = Object.entries({...columns, target}).map(([name, sql]) => `${sql} AS ${identifier(name)}`);
    await database.run(
      `CREATE TABLE "adl:input" AS SELECT i AS "adl:row", ${all.join(', ')} FROM range(${rows}) r(i)`,
    );
    const ranked = await rankTypes(database, '"adl:input"');
    const goal = ranked.find(({profile}) => profile.name === 'target')!;
    const facts = await decideTarget(database, '"adl:input"', goal.profile);
    const others = ranked
      .filter((one) => one !== goal)
      .map(
        ({profile, ranking}): LeakColumn => ({
          profile,
          type: types[profile.name] ?? ranking[0]!.type,
          said: false,
        }),
      );
    const features = others.filter(({profile}) => types[profile.name] !== 'not-generalizable');
    const keys = ranked.filter(({profile}) => profile.name === way?.column).map(({profile}) => profile);
    const split = {by: way?.by ?? 'stratified', test: 0.2, validation: 0.2, seed: 0, task: facts.task, keys};
    const profiles = features.map(({profile}) => profile);
    await arrangeRows(database, profiles, facts.expression, split);
    const leftOut = others.filter((one) => !features.includes(one));
    return await findLeaks({
      ...{database, features, leftOut, target: 'target', task: facts.task, isRandom: way === undefined},
    });
  } finally {
    database.close();
  }
}
