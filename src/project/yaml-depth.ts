import {Lexer, Parser} from 'yaml';

/** Of values that the parser is within, three to a level at the most. */
const mostOpen = 300;

/**
 * Where text goes deeper than a hundred levels of lists and keys, in characters from 0. What turns text into a tree
 * calls itself for each level, and Node can end without a word where it does so too often; what is asked here does not.
 */
export function tooDeepAt(text: string): number | undefined {
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    for (const _ of parser.next(token));
    if (parser.stack.length > mostOpen) return parser.offset;
  }
  return undefined;
}
