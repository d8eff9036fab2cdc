import type {SplitReport} from '../data/split.js';
import type {TargetFacts} from '../data/target.js';
import type {SourceSection} from './manifest-schema.js';
import type {SourceColumn} from './source-columns.js';

/** What was found in a table, and what was asked for. */
export interface Found {
  columns: readonly SourceColumn[];
  target: SourceColumn;
  facts: TargetFacts;
  split: SplitReport;
  section: SourceSection;
}
