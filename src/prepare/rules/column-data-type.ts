import {nearest} from '../../base/nearest.js';
import type {Check} from '../dqdl/syntax.js';
import {rowRule} from '../row-rule.js';
import type {TableColumn} from '../table.js';
import type {Planning, RuleType} from './rule.js';

export const columnDataType: RuleType = {
  word: 'ColumnDataType',
  summary:
    'Whether every value of a column, or a share of them, can be read as a type; missing ones are left out.',
  parameters: ['column'],
  condition: 'types',
  threshold: true,
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    const {operator, not} = check.condition!;
    const some = typesOf(check, planning).map((type) => readable[type]!(column));
    const fits = `(${some.join(' OR ')})`;
    return rowRule(check, {
      fits: operator === '!=' || not ? `NOT ${fits}` : fits,
      column,
      among: `${column.value} IS NOT NULL`,
      anomaly: () => anomalies[typesOf(check, planning)[0]!],
    });
  },
  example: {
    table: {columns: {x: 'VARCHAR'}, rows: [['1'], ['-20'], ['3.5'], [null], ['n/a']]},
    passes: 'ColumnDataType "x" in ["Integer", "Double"] with threshold > 0.7',
    fails: 'ColumnDataType "x" = "Integer"',
    metric: 0.5,
    anomaly: 'INT_TYPE_NOT_INT_STRING',
  },
};

/** Whether a text can be read as a type, by the word that DQDL has for it. */
const readable: Record<string, (column: TableColumn) => string> = {
  Boolean: whole('BOOLEAN', 'true|false|True|False|TRUE|FALSE|0|1'),
  Date: whole('DATE', String.raw`\d{4}-\d{2}-\d{2}`),
  Timestamp: ({text}) => `TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL`,
  Integer: whole('INTEGER', String.raw`[+-]?\d{1,10}`),
  Long: whole('BIGINT', String.raw`[+-]?\d{1,19}`),
  Double: ({text}) => `TRY_CAST(${text} AS DOUBLE) IS NOT NULL`,
  Float: ({text}) => `TRY_CAST(${text} AS FLOAT) IS NOT NULL`,
  String: () => 'true',
};

const anomalies: Record<string, string> = {
  ...{
    Boolean: 'BOOL_TYPE_UNEXPECTED_STRING',
    Date: 'UNEXPECTED_DATA_TYPE',
    Timestamp: 'UNEXPECTED_DATA_TYPE',
  },
  ...{Integer: 'INT_TYPE_NOT_INT_STRING', Long: 'INT_TYPE_NOT_INT_STRING', String: 'UNEXPECTED_DATA_TYPE'},
  ...{Double: 'FLOAT_TYPE_STRING_NOT_NUMBER', Float: 'FLOAT_TYPE_STRING_NOT_NUMBER'},
};

/** DuckDB rounds `1.5` to an integer: what the text looks like is asked too. */
function whole(type: string, pattern: string): (column: TableColumn) => string {
  return ({text}) =>
    `(regexp_full_match(${text}, '${pattern}') AND TRY_CAST(${text} AS ${type}) IS NOT NULL)`;
}

function typesOf({condition}: Check, {fault}: Planning): string[] {
  return condition!.operands.map(({at, ...operand}) => {
    const name = operand.kind === 'text' ? operand.value : '';
    const known = Object.keys(readable).find((one) => one.toLowerCase() === name.toLowerCase());
    if (known !== undefined) return known;
    const close = nearest(name, Object.keys(readable));
    throw fault({
      at,
      says: `expected one of ${Object.keys(readable)
        .map((one) => `"${one}"`)
        .join(', ')}`,
      suggestion: close && `Did you mean \`"${close}"\`?`,
    });
  });
}
