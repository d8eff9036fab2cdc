import {inline} from '../../base/inline.js';
import {codeSql, type GlanceRows} from '../glance.js';
import {percent} from '../percent.js';
import type {Leak, LeakCheck, LeakColumn} from './leak-check.js';

/** A column with one value in more rows than this has nothing to tell in all but a few. */
const nearly = 0.999;

/** Columns that are the same in all rows, or in all but very few. */
export const constantColumns: LeakCheck = {
  summary: 'One value in (nearly) every row.',
  advice: 'Nothing can be learned from what is always the same.',
  find: async ({database, features, glance}) => {
    const candidates = features.flatMap((column, at) => {
      const common = commonest(glance.train, at);
      return common.share > nearly - 0.005 ? [{column, code: common.code}] : [];
    });
    if (candidates.length === 0) return [];
    const counts = candidates.map(({column, code}, at) => {
      const is = Number.isNaN(code) ? 'IS NULL' : `= ${code}`;
      return `count_if(${codeSql(column.profile)} ${is}) AS c${at}`;
    });
    const [found] = await database.rows<Record<string, number>>(
      `SELECT count(*) AS rows, ${counts.join(', ')} FROM "adl:arranged"`,
    );
    const rows = found!.rows!;
    return candidates
      .map(({column, code}, at) => ({column, code, other: rows - found![`c${at}`]!}))
      .filter(({other}) => other / rows < 1 - nearly)
      .map((one) => leakOf(one, rows));
  },
  example: {
    planted: {
      columns: {same: "'x'", rare: 'CASE i WHEN 70 THEN 1 ELSE 0 END', usual: 'i % 7'},
      target: 'i % 2',
    },
    clean: {columns: {rare: 'CASE WHEN i % 400 = 0 THEN 1 ELSE 0 END', usual: 'i % 7'}, target: 'i % 2'},
    found: ['same', 'rare'],
  },
};

/** NaN stands for missing. */
function commonest({columns, length}: GlanceRows, at: number): {code: number; share: number} {
  const counts = new Map<number, number>();
  for (const code of columns[at]!) counts.set(code, (counts.get(code) ?? 0) + 1);
  let [code, most] = [Number.NaN, 0];
  for (const [one, count] of counts) if (count > most) [code, most] = [one, count];
  return {code, share: length === 0 ? 0 : most / length};
}

function leakOf(
  {column, code, other}: {column: LeakColumn; code: number; other: number},
  rows: number,
): Leak {
  const {name} = column.profile;
  const value = Number.isNaN(code) ? 'nothing' : 'the same value';
  const message =
    other === 0
      ? `\`${inline(name)}\` holds ${value} in every row.`
      : `\`${inline(name)}\` holds ${value} in all but ${other} of ${rows} rows (${percent(1 - other / rows)}).`;
  return {columns: [name], evidence: {rows, other}, message, remedy: {drop: [name]}};
}
