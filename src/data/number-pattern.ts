/**
 * Text that is a number, for RE2 in DuckDB and in ONNX alike. Exponents have at most two digits that count and
 * mantissas at most a hundred: ONNX Runtime's cast ends the whole run on a number that no double can hold.
 */
export const numberPattern =
  '[ ]*[-+]?([0-9]{1,100}\\.?[0-9]{0,100}|\\.[0-9]{1,100})([eE][-+]?0{0,9}[0-9]{1,2})?[ ]*';

/** The same for text of at most a hundred characters, in which no part is longer. It is made ready in a tenth of the time. */
const shortPattern = '[ ]*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?0{0,9}[0-9]{1,2})?[ ]*';

/** A pattern that tells numbers from other text where no text is longer than this. */
export function numberPatternUpTo(longest: number): string {
  return longest <= 100 ? shortPattern : numberPattern;
}
