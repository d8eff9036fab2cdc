import type {EncodedTable, TableShape} from './encoded-table.js';
import type {Question, Tree} from './tree.js';

/** A tree as lists: of its branches, in their order. */
interface Flat {
  column: Int32Array;
  threshold: Float32Array;
  missingLeft: Uint8Array;
  /** Whether each code goes left; undefined where a number is asked for. */
  codesLeft: (Uint8Array | undefined)[];
  left: Int32Array;
  right: Int32Array;
  values: Float64Array;
}

/** Adds what a tree puts out for each row of a table to the row's score: by the values themselves, as the exported file does. */
export function walk(tree: Tree, table: EncodedTable, shape: TableShape, scores: Float64Array): void {
  const {column, threshold, missingLeft, codesLeft, left, right, values} = flattened(tree, shape);
  const numbers = shape.numeric;
  const categories = shape.sizes.length;
  for (let row = 0; row < table.rows; row += 1) {
    let at = column.length > 0 ? 0 : -1;
    while (at >= 0) {
      const own = column[at]!;
      const codes = codesLeft[at];
      let isLeft: boolean;
      if (codes) isLeft = codes[table.codes[row * categories + own - numbers]!] === 1;
      else {
        const value = table.numeric[row * numbers + own]!;
        isLeft = Number.isNaN(value) ? missingLeft[at] === 1 : value <= threshold[at]!;
      }
      at = isLeft ? left[at]! : right[at]!;
    }
    scores[row]! += values[-1 - at]!;
  }
}

function flattened({branches, leaves}: Tree, shape: TableShape): Flat {
  return {
    column: Int32Array.from(branches, ({question}) => question.column),
    threshold: Float32Array.from(branches, ({question}) =>
      question.kind === 'numeric' ? question.threshold : 0,
    ),
    missingLeft: Uint8Array.from(branches, ({question}) =>
      question.kind === 'numeric' && question.missing === 'left' ? 1 : 0,
    ),
    codesLeft: branches.map(({question}) => codesLeft(question, shape)),
    left: Int32Array.from(branches, (branch) => branch.left),
    right: Int32Array.from(branches, (branch) => branch.right),
    values: Float64Array.from(leaves, ({value}) => value),
  };
}

function codesLeft(question: Question, {numeric, sizes}: TableShape): Uint8Array | undefined {
  if (question.kind === 'numeric') return undefined;
  const isListedLeft = question.side === 'left';
  const sides = new Uint8Array(sizes[question.column - numeric]!).fill(isListedLeft ? 0 : 1);
  for (const code of question.codes) sides[code] = isListedLeft ? 1 : 0;
  return sides;
}
