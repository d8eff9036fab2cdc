import {literal} from './identifier.js';

/** Words for a missing value, as pandas reads them from a file. */
export const missingWords: readonly string[] = [
  ...['#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN'],
  ...['<NA>', 'N/A', 'NA', 'NULL', 'NaN', 'n/a', 'nan', 'null'],
];

/** Whether a text, in SQL, is one of them. Of `IN` DuckDB makes a join for each column, which hundreds of columns are too many for. */
export function isMissingWord(text: string): string {
  return `list_contains([${missingWords.map(literal).join(', ')}], ${text})`;
}
