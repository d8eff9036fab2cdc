import {ratio} from '../plan.js';
import {isNumeric, isText, type Table, type TableColumn} from '../table.js';
import type {RuleType} from './rule.js';

export const schemaMatch: RuleType = {
  word: 'SchemaMatch',
  summary:
    'Of the columns of this table and another, the share that both have under one name and with one type.',
  parameters: ['reference'],
  condition: 'number',
  unfiltered: true,
  plan: (check, planning) => {
    const {table} = planning;
    const reference = planning.reference(check.parameters[0]!);
    const names = new Set([...table.columns, ...reference.columns].map(({name}) => name));
    const both = table.columns.filter((column) => hasAlike(reference, column)).length;
    const isMissing = reference.columns.some((column) => !hasAlike(table, column));
    return {
      measures: {},
      metric: () => ratio(both, names.size, 'columns'),
      judged: check.condition!,
      anomaly: () => (isMissing ? 'SCHEMA_MISSING_COLUMN' : 'SCHEMA_NEW_COLUMN'),
    };
  },
  example: {
    table: {columns: {a: 'INTEGER', b: 'VARCHAR'}, rows: [[1, 'x']]},
    references: {other: {columns: {a: 'DOUBLE', c: 'VARCHAR', b: 'VARCHAR', d: 'DATE'}, rows: []}},
    passes: 'SchemaMatch "other" >= 0.5',
    fails: 'SchemaMatch "other" = 1.0',
    metric: 0.5,
    anomaly: 'SCHEMA_MISSING_COLUMN',
  },
};

function hasAlike({columns}: Table, {name, ...column}: TableColumn): boolean {
  return columns.some((one) => one.name === name && kindOf(one) === kindOf({name, ...column}));
}

/** Files differ in how wide their numbers are; what they are is the same. */
function kindOf(column: TableColumn): string {
  if (isNumeric(column)) return 'number';
  return isText(column) ? 'text' : column.storage;
}
