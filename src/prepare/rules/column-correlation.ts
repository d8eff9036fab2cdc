import {overSquarable} from '../number-rule.js';
import {numberOr} from '../plan.js';
import {filterOf} from '../row-rule.js';
import type {RuleType} from './rule.js';

export const columnCorrelation: RuleType = {
  word: 'ColumnCorrelation',
  summary: "Pearson's correlation of two columns of numbers, over the rows that have both.",
  parameters: ['column', 'column'],
  condition: 'number',
  plan: (check, planning) => {
    const [one, other] = check.parameters.map((parameter) => planning.column(parameter));
    const why = `it divides by zero: \`${one!.name}\` or \`${other!.name}\` is the same everywhere, or has no numbers`;
    return {
      measures: {
        value: overSquarable(`corr(${one!.number}, ${other!.number})`, [one!, other!], filterOf(check)),
      },
      metric: ({value}) => numberOr(value, why),
      judged: check.condition!,
    };
  },
  example: {
    table: {
      columns: {x: 'INTEGER', y: 'DOUBLE'},
      rows: [
        [1, 2],
        [2, 4],
        [3, 6],
        [4, null],
      ],
    },
    passes: 'ColumnCorrelation "x" "y" > 0.99',
    fails: 'ColumnCorrelation "x" "y" < 0.5',
    metric: 1,
    anomaly: null,
  },
};
