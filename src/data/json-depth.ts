import {createReadStream} from 'node:fs';
import {piped} from './file-command.js';
import type {Trouble} from './sources/source.js';

/** DuckDB follows values within values by recursion: far deeper than this, the process ends where its stack does. */
const mostDeep = 1000;

const [lf, quote, backslash] = [10, 34, 92];
const [opensArray, closesArray, opensObject, closesObject] = [91, 93, 123, 125];

/**
 * The line, from 1, in which arrays and objects lie more than 1000 within each other; undefined where none do.
 * @param isLines whether each line is a value of its own
 */
export async function tooDeepLine(path: string, isLines: boolean): Promise<number | undefined> {
  const scan = new Scan(isLines);
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}))
    if (scan.isTooDeep(chunk as Buffer)) return scan.line;
  return undefined;
}

/** What to tell of a file that is nested too deep, as it is called by its user. */
export async function depthTrouble(
  plain: string,
  path: string,
  isLines: boolean,
): Promise<Trouble | undefined> {
  const line = await tooDeepLine(plain, isLines);
  if (line === undefined) return undefined;
  return {
    message: `Expected no more than ${mostDeep} arrays and objects within each other, found more in line ${line}.`,
    suggestions: [piped(path, `awk 'NR == ${line} {print substr($0, 1, 300)}'`)],
  };
}

class Scan {
  line = 1;
  readonly #isLines: boolean;
  #depth = 0;
  #isText = false;
  #isEscaped = false;

  constructor(isLines: boolean) {
    this.#isLines = isLines;
  }

  /** No text of JSON goes over a line's end: after one that is not closed, the next line is read as it stands. */
  isTooDeep(chunk: Uint8Array): boolean {
    // Fields of an object would make this several times slower, and it sees every byte.
    let [line, depth, isText, isEscaped] = [this.line, this.#depth, this.#isText, this.#isEscaped];
    for (let at = 0; at < chunk.length && depth <= mostDeep; at += 1) {
      const byte = chunk[at]!;
      if (byte === lf) {
        line += 1;
        isText = false;
        isEscaped = false;
        if (this.#isLines) depth = 0;
      } else if (isText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isText = false;
      } else if (byte === quote) isText = true;
      else if (byte === opensArray || byte === opensObject) depth += 1;
      else if (byte === closesArray || byte === closesObject) depth -= 1;
    }
    this.line = line;
    this.#depth = depth;
    this.#isText = isText;
    this.#isEscaped = isEscaped;
    return depth > mostDeep;
  }
}
