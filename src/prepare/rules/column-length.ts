import {comparison} from '../comparison.js';
import {rowRule} from '../row-rule.js';
import type {TableColumn} from '../table.js';
import type {RuleType} from './rule.js';

export const columnLength: RuleType = {
  word: 'ColumnLength',
  summary: 'Whether the number of characters of every value meets a condition; a missing value has none.',
  parameters: ['column'],
  condition: 'values',
  threshold: true,
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    const fits = comparison(lengthOf(column), check.condition!, planning);
    return rowRule(check, {fits, column});
  },
  example: {
    table: {columns: {code: 'VARCHAR'}, rows: [['LAX'], ['SFO'], ['KSFO'], [null]]},
    passes: 'ColumnLength "code" <= 4',
    fails: 'ColumnLength "code" = 3',
    metric: 0.5,
    anomaly: null,
  },
};

function lengthOf({name, text}: TableColumn): TableColumn {
  const length = `coalesce(length(${text}), 0)`;
  return {
    ...{name, storage: 'BIGINT', value: length, text: `CAST(${length} AS VARCHAR)`},
    ...{number: length, hasNaN: false, time: 'CAST(NULL AS TIMESTAMP)'},
  };
}
