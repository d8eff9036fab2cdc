import type {Check} from '../dqdl/syntax.js';
import {ruleTypes} from '../rules/registry.js';
import type {Planning} from '../rules/rule.js';
import {isNumeric} from '../table.js';
import {bindCheck, type Leaf} from './bind.js';

/** An analyzer of Glue's that stands for several. */
const allStatistics = 'AllStatistics';

/** What may stand among the analyzers: kinds of rules that come to a number. */
export const analyzerWords: readonly string[] = [
  allStatistics,
  ...Object.values(ruleTypes)
    .filter(({condition}) => condition === 'number')
    .map(({word}) => word),
];

/** Plans what is measured and not judged. @throws RULE_INVALID */
export async function bindAnalyzers(analyzers: readonly Check[], planning: Planning): Promise<Leaf[]> {
  const bound: Leaf[] = [];
  for (const check of analyzers)
    for (const one of check.type === allStatistics ? spreadOut(check, planning) : [check])
      bound.push(await bindAnalyzer(one, planning));
  return bound;
}

async function bindAnalyzer(check: Check, planning: Planning): Promise<Leaf> {
  const {condition, at} = check;
  if (condition)
    throw planning.fault({
      at: condition.at,
      says: 'expected no condition: an analyzer measures and does not judge',
      suggestion: 'Move it to `Rules = [ … ]`.',
    });
  return bindCheck({...check, condition: {operator: 'in', not: true, operands: [], at}}, planning);
}

function spreadOut(check: Check, planning: Planning): Check[] {
  const {parameters, at} = check;
  const [named] = parameters;
  if (!named || parameters.length > 1)
    throw planning.fault({at, says: `expected one column after \`${allStatistics}\``});
  const isAll = named.value === 'AllColumns';
  const columns = isAll ? planning.table.columns : [planning.column(named)];
  const all = columns.flatMap((column) => {
    const more = isNumeric(column) ? ['Mean', 'StandardDeviation', 'Sum'] : [];
    return ['Completeness', 'Uniqueness', 'DistinctValuesCount', 'Entropy', ...more].map((type) => ({
      ...{...check, type, parameters: [{value: column.name, at: named.at}]},
    }));
  });
  return [{...check, type: 'RowCount', parameters: []}, ...all];
}
