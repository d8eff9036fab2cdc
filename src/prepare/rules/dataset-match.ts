import type {Parameter} from '../dqdl/syntax.js';
import {countRows} from '../measure.js';
import {type Plan, ratio} from '../plan.js';
import {keyOf} from '../shared-key.js';
import type {Table, TableColumn} from '../table.js';
import type {Planning, RuleType} from './rule.js';

export const datasetMatch: RuleType = {
  word: 'DatasetMatch',
  summary:
    'The share of rows that another table has with the same key and equal values, in all columns or in those that are named.',
  parameters: ['reference', 'text', 'text?'],
  condition: 'number',
  unfiltered: true,
  plan: ({parameters: [alias, keys, others], condition}, planning) => {
    const reference = planning.reference(alias!);
    const key = mapped(keys!, reference, planning);
    const values = others
      ? mapped(others, reference, planning)
      : shared(
          planning.table,
          reference,
          key.map(([column]) => column),
        );
    const fits = matches(key, values, reference);
    const own = key.map(([, column]) => column.value).join(', ');
    const among = planning.table.relation;
    return {
      measures: {
        rows: countRows(),
        matching: {over: 'query', sql: `SELECT count_if(${fits}) FROM ${among}`},
        twice: {
          over: 'query',
          sql: `SELECT count(*) FROM (SELECT 1 FROM ${reference.relation} GROUP BY ${own} HAVING count(*) > 1)`,
        },
      },
      metric: ({rows, matching, twice}) =>
        twice
          ? `the key occurs more than once in \`${alias!.value}\`, ${twice} times`
          : ratio(matching!, rows!, 'rows'),
      judged: condition!,
      failing: ({rows, matching}) => rows! - matching!,
      fits,
      looksAround: true,
      anomaly: () => 'SCHEMA_TRAINING_SERVING_SKEW',
    } satisfies Plan;
  },
  example: {
    table: {
      columns: {id: 'INTEGER', x: 'VARCHAR', y: 'INTEGER'},
      rows: [
        [1, 'a', 1],
        [2, 'b', null],
        [3, 'c', 3],
        [4, 'd', 4],
      ],
    },
    references: {
      other: {
        columns: {key: 'INTEGER', x: 'VARCHAR', y: 'INTEGER'},
        rows: [
          [1, 'a', 1],
          [2, 'b', null],
          [3, 'c', 9],
        ],
      },
    },
    passes: 'DatasetMatch "other" "id->key" "x" >= 0.75',
    fails: 'DatasetMatch "other" "id->key" > 0.5',
    metric: 0.5,
    anomaly: 'SCHEMA_TRAINING_SERVING_SKEW',
  },
};

type Pair = [own: TableColumn, other: TableColumn];

/** `a->b,c` is the column `a` with `b` of the other table, and `c` with `c`. */
function mapped({value, at}: Parameter, reference: Table, planning: Planning): Pair[] {
  return value.split(',').map((part) => {
    const [own = '', other = own] = part.split('->').map((name) => name.trim());
    return [planning.column({value: own, at}), planning.columnOf(reference, {value: other, at})];
  });
}

function shared(table: Table, reference: Table, keys: readonly TableColumn[]): Pair[] {
  return table.columns
    .filter((column) => !keys.includes(column))
    .flatMap((column): Pair[] => {
      const other = reference.columns.find(({name}) => name === column.name);
      return other ? [[column, other]] : [];
    });
}

/** Missing values are equal to each other, but for those of the key. */
function matches(key: readonly Pair[], values: readonly Pair[], {relation}: Table): string {
  const pairs = [...key, ...values].map(([one, other]) => keyOf(one, other));
  const text = (sql: string) => `coalesce('=' || CAST(${sql} AS VARCHAR), '')`;
  const left = pairs.map(([one]) => text(one)).join(', ');
  const right = pairs.map(([, other]) => text(other)).join(', ');
  const complete = key.map(([{value}]) => `${value} IS NOT NULL`).join(' AND ');
  return `(${complete}) AND (${left}) IN (SELECT ${right} FROM ${relation} AS "adl:other")`;
}
