import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import {AdlError} from '../base/errors.js';
import {shellWord} from '../base/shell-word.js';
import {tooDeepAt} from './yaml-depth.js';

/** A manifest as YAML: its tree, where its lines begin, and the plain values that it holds. */
export interface ManifestText {
  path: string;
  document: Document;
  lines: LineCounter;
  values: unknown;
}

/** @throws MANIFEST_SYNTAX, with line and column */
export function parseManifest(path: string, text: string): ManifestText {
  const lines = new LineCounter();
  const depth = depthTrouble(text, lines);
  if (depth) throw refused(path, lines, depth);
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
  const trouble = syntaxTrouble(path, document, lines) ?? odd(document);
  if (trouble) throw refused(path, lines, trouble);
  try {
    return {path, document, lines, values: document.toJS()};
  } catch (error) {
    throw refused(path, lines, {...aliasTrouble(document), cause: error});
  }
}

/** The line of the deepest part of a path that is in the file. */
export function lineOf({document, lines}: ManifestText, at: readonly PropertyKey[]): number | undefined {
  for (let depth = at.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(at.slice(0, depth - 1), true);
    if (!isMap(parent)) continue;
    const pair = parent.items.find(({key}) => String(key) === String(at[depth - 1]));
    const start = pair && startOf(pair.key);
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}

interface Trouble {
  /** The place in the text, in characters from 0. */
  offset: number;
  /** What was expected, and what is there. */
  says: string;
  suggestion?: string;
  cause?: unknown;
}

function refused(path: string, lines: LineCounter, {offset, says, suggestion, cause}: Trouble): AdlError {
  const {line, col} = lines.linePos(offset);
  return new AdlError('MANIFEST_SYNTAX', `${path}, line ${line}, column ${col}: ${says}.`, {
    suggestions: [suggestion ?? `Correct line ${line} of ${path}.`],
    cause,
  });
}

function depthTrouble(text: string, lines: LineCounter): Trouble | undefined {
  const offset = tooDeepAt(text);
  if (offset === undefined) return undefined;
  for (const {index} of text.matchAll(/^/gm)) lines.addNewLine(index);
  return {offset, says: 'expected at most a hundred levels of lists and keys, got more'};
}

/** The parser's own word where there is no plainer one. */
function syntaxTrouble(path: string, document: Document, lines: LineCounter): Trouble | undefined {
  const [error] = document.errors;
  if (!error) return undefined;
  const offset = error.pos[0];
  const {line} = lines.linePos(offset);
  const colon = {
    says: 'expected a value after the first colon, got one more colon',
    suggestion: `Put the value on line ${line} in quotes: \`key: "with: a colon"\`.`,
  };
  const plain: Partial<Record<typeof error.code, Omit<Trouble, 'offset'>>> = {
    TAB_AS_INDENT: {
      says: 'expected spaces before a key, got a tab',
      suggestion: `perl -pi -e 's/\\t/  /g' ${shellWord(path)}`,
    },
    DUPLICATE_KEY: twiceTrouble(document, lines, offset),
    MULTIPLE_DOCS: {
      says: 'expected one document of YAML, but a second one begins here',
      suggestion: `Put all of it above line ${line}, and delete that line.`,
    },
    BLOCK_AS_IMPLICIT_KEY: colon,
    BLOCK_IN_FLOW: colon,
  };
  const message = error.message
    .replace(/\.$/, '')
    .replace(
      /^Flow (sequence|map)( in block collection)?/,
      (_, kind) => `The ${kind === 'map' ? 'map' : 'list'}`,
    );
  return {offset, cause: error, ...(plain[error.code] ?? {says: `expected YAML. ${message}`})};
}

function twiceTrouble(document: Document, lines: LineCounter, offset: number): Omit<Trouble, 'offset'> {
  let name = 'a key';
  let first: number | undefined;
  visit(document, {
    Map: (_, {items}) => {
      const second = items.find(({key}) => startOf(key) === offset);
      if (!second) return undefined;
      name = `\`${second.key}\``;
      first = startOf(items.find(({key}) => String(key) === String(second.key))?.key);
      return visit.BREAK;
    },
  });
  const [there, here] = [first, offset].map((at) => at !== undefined && lines.linePos(at).line);
  return {
    says: `expected each key once, got ${name} a second time`,
    suggestion:
      there === here ? `Delete one of them on line ${here}.` : `Delete line ${there} or line ${here}.`,
  };
}

/** What YAML allows and a manifest cannot hold. */
function odd(document: Document): Trouble | undefined {
  let trouble: Trouble | undefined;
  visit(document, {
    Pair: (_, {key}) => {
      const offset = startOf(key) ?? 0;
      if (isCollection(key)) trouble = {offset, says: 'expected text as a key, got a list or a map'};
      if (String(key) === '__proto__')
        trouble = {offset, says: 'expected another key: `__proto__` cannot be one', suggestion: 'Rename it.'};
      return trouble && visit.BREAK;
    },
    Alias: (_, alias, above) => {
      const target = alias.resolve(document) as Node | undefined;
      const offset = startOf(alias) ?? 0;
      if (!target)
        trouble = {offset, says: `expected \`&${alias.source}\` somewhere above \`*${alias.source}\``};
      else if (above.includes(target))
        trouble = {offset, says: `expected a value that ends, but \`*${alias.source}\` stands within itself`};
      return trouble && visit.BREAK;
    },
  });
  return trouble;
}

/** Text of a few lines can stand for more values than there is room for, by references to references. */
function aliasTrouble(document: Document): Trouble {
  let offset = 0;
  visit(document, {
    Alias: (_, alias) => {
      const target = alias.resolve(document) as Node | undefined;
      if (!target || !holdsAlias(target)) return undefined;
      offset = startOf(alias) ?? 0;
      return visit.BREAK;
    },
  });
  const says = 'expected few values, but the references from here on stand for more than there is room for';
  return {offset, says, suggestion: 'Write the values out, without `&` and `*`.'};
}

function holdsAlias(node: Node): boolean {
  let found = false;
  visit(node, (_, inner) => {
    found ||= isAlias(inner);
    return found ? visit.BREAK : undefined;
  });
  return found;
}

function startOf(node: unknown): number | undefined {
  return (node as {range?: [number, number, number]} | null | undefined)?.range?.[0];
}
