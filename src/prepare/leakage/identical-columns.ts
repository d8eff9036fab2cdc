import {inline} from '../../base/inline.js';
import type {Database} from '../../data/database.js';
import {codeSql, type GlanceRows} from '../glance.js';
import type {Leak, LeakCheck, LeakColumn} from './leak-check.js';

/** In this many rows a value stands at least, on average: of columns that are never the same twice each tells the other. */
const leastRowsPerValue = 2;
/** Each pair costs a pass over two columns. */
const mostPairs = 200;

/** Columns that are equal in every row, as they are or with other words for the values. */
export const identicalColumns: LeakCheck = {
  summary: 'Columns that say the same.',
  advice: 'One of them is enough.',
  find: async ({database, features, glance}) => {
    const pairs = alike(features, glance.train).flatMap(([first, ...others]) =>
      others.map((other) => [first!, other] as const),
    );
    const leaks: Leak[] = [];
    for (const [first, other] of pairs.slice(0, mostPairs)) {
      const found = await compare(database, first, other);
      if (found) leaks.push(leakOf(first, other, found.equal));
    }
    return leaks;
  },
  example: {
    planted: {
      columns: {
        colour: "['red', 'green', 'blue'][i % 3 + 1]",
        code: 'i % 3 * 10',
        weight: 'hash(i) % 9999 / 7',
        mass: 'hash(i) % 9999 / 7',
        other: 'hash(i, 2) % 3',
      },
      target: 'hash(i, 5) % 2',
    },
    clean: {
      columns: {a: 'hash(i) % 3', b: 'least(hash(i) % 4, 2)', id: 'i / 3', number: "'n' || i"},
      target: 'hash(i, 5) % 2',
    },
    found: ['colour', 'code', 'weight', 'mass'],
  },
};

/** Columns that are the same but for names in the rows that are looked at, together. */
function alike(features: readonly LeakColumn[], rows: GlanceRows): LeakColumn[][] {
  const groups = new Map<string, LeakColumn[]>();
  features.forEach((column, at) => {
    const signature = signatureOf(rows.columns[at]!);
    if (signature !== undefined) groups.set(signature, [...(groups.get(signature) ?? []), column]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Each value by the order in which it comes first; where values hardly ever come again, as they are. */
function signatureOf(values: Float64Array): string | undefined {
  const numbers = new Map<number, number>();
  const renamed = new Int32Array(values.length);
  values.forEach((value, row) => {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    renamed[row] = numbers.get(value)!;
  });
  if (numbers.size < 2) return undefined;
  const isFew = numbers.size * leastRowsPerValue <= values.length;
  return digest(isFew ? renamed : new Int32Array(values.buffer), isFew);
}

/** FNV-1a of 32-bit words, twice, with the number of them: what it takes for one is looked at once more. */
function digest(words: Int32Array, isFew: boolean): string {
  let [a, b] = [0x811c9dc5, 0x1000193];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word + 0x9e3779b9), 0x85ebca6b);
  }
  return `${isFew} ${a} ${b}`;
}

async function compare(
  database: Database,
  {profile: first}: LeakColumn,
  {profile: other}: LeakColumn,
): Promise<{equal: boolean} | undefined> {
  const [a, b] = [codeSql(first), codeSql(other)];
  const [found] = await database.rows<{equal: boolean; a: number; b: number; both: number}>(
    `SELECT bool_and(a IS NOT DISTINCT FROM b) AS equal, count(DISTINCT struct_pack(v := a)) AS a,
       count(DISTINCT struct_pack(v := b)) AS b, count(DISTINCT struct_pack(v := a, w := b)) AS both
     FROM (SELECT ${a} AS a, ${b} AS b FROM "adl:arranged")`,
  );
  const isOneToOne = found!.a === found!.both && found!.b === found!.both;
  return found!.equal || isOneToOne ? {equal: found!.equal} : undefined;
}

function leakOf({profile: first}: LeakColumn, {profile: other}: LeakColumn, equal: boolean): Leak {
  const names = `\`${inline(first.name)}\` and \`${inline(other.name)}\``;
  const message = equal
    ? `${names} are the same in every row.`
    : `${names} say the same: each value of one goes with one value of the other, in every row.`;
  return {
    columns: [first.name, other.name],
    evidence: {equal: equal ? 'values' : 'up to their names'},
    message,
    remedy: {drop: [other.name]},
  };
}
