import {comparison} from '../comparison.js';
import {constantOf} from '../dqdl/constant.js';
import type {Check} from '../dqdl/syntax.js';
import type {Found} from '../plan.js';
import {rowRule} from '../row-rule.js';
import {isFractional, isNumeric, isText, type TableColumn} from '../table.js';
import type {RuleType} from './rule.js';

export const columnValues: RuleType = {
  word: 'ColumnValues',
  summary: 'Whether every value of a column, or a share of them, meets a condition.',
  parameters: ['column'],
  condition: 'values',
  threshold: true,
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    return rowRule(check, {
      fits: comparison(column, check.condition!, planning),
      column,
      anomaly: (found) => anomalyOf(column, check, found),
    });
  },
  example: {
    table: {columns: {phase: 'VARCHAR'}, rows: [['climb'], ['taxi'], [null], ['zoom'], ['climb']]},
    passes: 'ColumnValues "phase" in ["climb", "taxi", NULL] with threshold >= 0.8',
    fails: 'ColumnValues "phase" in ["climb", "taxi", NULL]',
    metric: 0.8,
    anomaly: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES',
  },
};

function anomalyOf(column: TableColumn, {condition}: Check, found: Found): string {
  const {operator, operands} = condition!;
  const bound = operands[0] && constantOf(operands[0]);
  const isNumber = operands[0]?.kind !== 'text' && bound !== undefined;
  if (isText(column)) return isNumber ? 'FLOAT_TYPE_STRING_NOT_NUMBER' : 'ENUM_TYPE_UNEXPECTED_STRING_VALUES';
  if (found.nan) return 'FLOAT_TYPE_HAS_NAN';
  if (!isNumeric(column)) return 'UNEXPECTED_DATA_TYPE';
  const type = isFractional(column) ? 'FLOAT' : 'INT';
  const isLow = operator === 'between' ? (found.smallest ?? 0) <= (bound ?? 0) : operator.startsWith('>');
  return isLow ? `${type}_TYPE_SMALL_${type}` : `${type}_TYPE_BIG_${type}`;
}
