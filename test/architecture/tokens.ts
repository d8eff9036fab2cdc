export interface Token {
  kind: 'word' | 'string' | 'sign';
  text: string;
}

const pattern = new RegExp(
  [
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)/u,
    /(?<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/u,
    /(?<word>[\p{ID_Start}$_#][\p{ID_Continue}$]*)/u,
    /(?<number>\d[\w.]*)/u,
    /(?<space>\s+)/u,
  ]
    .map(({source}) => source)
    .join('|'),
  'uy',
);
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;
/** After these a slash divides; after anything else it opens a regular expression. */
const operandEnd = /^(?:[)\]}]|[\w$]+)$/u;
const keywordBeforeExpression = /^(?:return|typeof|case|in|of|void|yield|await)$/;

/** The words, strings and signs of a TypeScript file, without comments and without the text of templates. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  /** Per open template: how many braces of its present hole are open. */
  const holes: number[] = [];
  let at = 0;
  while (at < source.length) {
    at = next(source, at, found, holes);
  }
  return found;
}

function next(source: string, at: number, found: Token[], holes: number[]): number {
  pattern.lastIndex = at;
  const groups = pattern.exec(source)?.groups;
  if (groups) {
    if (groups.string) found.push({kind: 'string', text: groups.string.slice(1, -1)});
    if (groups.word ?? groups.number) found.push({kind: 'word', text: (groups.word ?? groups.number)!});
    return pattern.lastIndex;
  }
  const sign = source[at]!;
  if (sign === '`') return template(source, at + 1, holes);
  if (sign === '/' && opensExpression(found.at(-1))) {
    regularExpression.lastIndex = at;
    if (regularExpression.test(source)) return regularExpression.lastIndex;
  }
  if (holes.length > 0 && sign === '{') holes[holes.length - 1]! += 1;
  if (holes.length > 0 && sign === '}') {
    if (holes.at(-1) === 0) {
      holes.pop();
      return template(source, at + 1, holes);
    }
    holes[holes.length - 1]! -= 1;
  }
  found.push({kind: 'sign', text: sign});
  return at + 1;
}

/** Skips the text of a template up to its end or its next hole. */
function template(source: string, from: number, holes: number[]): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '`') return at + 1;
    else if (source[at] === '$' && source[at + 1] === '{') {
      holes.push(0);
      return at + 2;
    }
  }
  return source.length;
}

function opensExpression(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.kind === 'string') return false;
  return !operandEnd.test(before.text) || keywordBeforeExpression.test(before.text);
}
