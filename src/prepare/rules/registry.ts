import type {Registry} from '../../base/registry.js';
import {aggregateMatch} from './aggregate-match.js';
import {columnCorrelation} from './column-correlation.js';
import {columnCount} from './column-count.js';
import {columnDataType} from './column-data-type.js';
import {columnExists} from './column-exists.js';
import {columnLength} from './column-length.js';
import {columnNamesMatchPattern} from './column-names-match-pattern.js';
import {columnValues} from './column-values.js';
import {completeness} from './completeness.js';
import {customSql} from './custom-sql.js';
import {dataFreshness} from './data-freshness.js';
import {datasetMatch} from './dataset-match.js';
import {detectAnomalies} from './detect-anomalies.js';
import {distinctValuesCount} from './distinct-values-count.js';
import {duplicateRowCount} from './duplicate-row-count.js';
import {entropy} from './entropy.js';
import {interquartileRange} from './interquartile-range.js';
import {isComplete} from './is-complete.js';
import {isPrimaryKey} from './is-primary-key.js';
import {isUnique} from './is-unique.js';
import {mean} from './mean.js';
import {referentialIntegrity} from './referential-integrity.js';
import {rowCount} from './row-count.js';
import {rowCountMatch} from './row-count-match.js';
import type {RuleType} from './rule.js';
import {schemaMatch} from './schema-match.js';
import {standardDeviation} from './standard-deviation.js';
import {sum} from './sum.js';
import {uniqueValueRatio} from './unique-value-ratio.js';
import {uniqueness} from './uniqueness.js';
import {zerosCount} from './zeros-count.js';

/** The kinds of rules, each by the name of its word in DQDL. */
export const ruleTypes: Registry<RuleType> = {
  'aggregate-match': aggregateMatch,
  'column-correlation': columnCorrelation,
  'column-count': columnCount,
  'column-data-type': columnDataType,
  'column-exists': columnExists,
  'column-length': columnLength,
  'column-names-match-pattern': columnNamesMatchPattern,
  'column-values': columnValues,
  completeness,
  'custom-sql': customSql,
  'data-freshness': dataFreshness,
  'dataset-match': datasetMatch,
  'detect-anomalies': detectAnomalies,
  'distinct-values-count': distinctValuesCount,
  'duplicate-row-count': duplicateRowCount,
  entropy,
  'interquartile-range': interquartileRange,
  'is-complete': isComplete,
  'is-primary-key': isPrimaryKey,
  'is-unique': isUnique,
  mean,
  'referential-integrity': referentialIntegrity,
  'row-count': rowCount,
  'row-count-match': rowCountMatch,
  'schema-match': schemaMatch,
  'standard-deviation': standardDeviation,
  sum,
  'unique-value-ratio': uniqueValueRatio,
  uniqueness,
  'zeros-count': zerosCount,
};

/** Their words in DQDL. */
export const ruleWords: readonly string[] = Object.values(ruleTypes).map(({word}) => word);

/** The kind that a word in DQDL stands for. */
export function ruleTypeOf(word: string): RuleType {
  return Object.values(ruleTypes).find((type) => type.word === word)!;
}
