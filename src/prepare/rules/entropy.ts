import {valueGroups} from '../group-rule.js';
import {overGroups} from '../measure.js';
import {numberOr} from '../plan.js';
import type {RuleType} from './rule.js';

export const entropy: RuleType = {
  word: 'Entropy',
  summary: 'The entropy of the values of a column, in nats; missing ones are left out.',
  parameters: ['column'],
  condition: 'number',
  plan: (check, planning) => {
    const column = planning.column(check.parameters[0]!);
    const {values, distinct} = valueGroups(check, column);
    const {by, where} = distinct as {by: readonly string[]; where: string};
    return {
      measures: {values, weighted: overGroups(by, 'sum("adl:n" * ln("adl:n"))', where)},
      // Of n values of which one occurs c times: -Σ c/n ln(c/n) = ln n - Σ c ln c / n.
      metric: (measured) =>
        measured.values
          ? Math.max(0, Math.log(measured.values) - measured.weighted! / measured.values)
          : numberOr(null, `it divides by zero: \`${column.name}\` has no values`),
      judged: check.condition!,
    };
  },
  example: {
    table: {columns: {x: 'VARCHAR'}, rows: [['a'], ['b'], ['a'], ['b'], [null]]},
    passes: 'Entropy "x" > 0.69',
    fails: 'Entropy "x" > 0.7',
    metric: Math.LN2,
    anomaly: null,
  },
};
