import {createReadStream} from 'node:fs';
import type {Header} from './delimited-header.js';

/** Where a delimited file breaks its own form. Lines count from 1; rows from 1, after the header. */
interface Fault {
  line: number;
  row: number;
  /** What was expected there, and what is there. */
  says: string;
  isLineEnd?: boolean;
}

/** DuckDB's limit, in bytes of a row. */
const longest = 2_000_000;
const [lf, cr, quote, space] = [10, 13, 34, 32];
const endings: Record<string, string> = {'\\n': 'LF', '\\r\\n': 'CR LF', '\\r': 'CR'};

/**
 * The first place where a file that could not be read is not as its header says it is: every row as many values, every
 * line the same end, every quote closed, no row longer than can be read. Undefined where there is none.
 */
export async function findFault(path: string, header: Header): Promise<Fault | undefined> {
  const scan = new Scan(header);
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) {
    const fault = scan.read(chunk as Buffer);
    if (fault) return fault;
  }
  return scan.end();
}

type State = 'begun' | 'bare' | 'quoted' | 'closing';

/** Reads bytes and is in one field of one row at a time. */
class Scan {
  readonly #header: Header;
  readonly #delimiter: number;
  #state: State = 'begun';
  #line = 1;
  #row = 0;
  #fields = 1;
  #bytes = 0;
  /** Where the row and the last quote began. */
  #rowLine = 1;
  #quoteLine = 1;
  #afterCr = false;

  constructor(header: Header) {
    this.#header = header;
    this.#delimiter = header.delimiter.charCodeAt(0);
  }

  read(chunk: Uint8Array): Fault | undefined {
    for (const byte of chunk) {
      const fault = this.#take(byte);
      if (fault) return fault;
    }
    return undefined;
  }

  end(): Fault | undefined {
    const says = 'expected the quote that begins here to be closed, got the end of the file';
    if (this.#state === 'quoted') return {line: this.#quoteLine, row: this.#row, says};
    return this.#afterCr ? this.#endLine('\\r') : this.#endRow();
  }

  #take(byte: number): Fault | undefined {
    if (this.#state === 'quoted') return this.#takeQuoted(byte);
    if (this.#afterCr) {
      this.#afterCr = false;
      const fault = this.#endLine(byte === lf ? '\\r\\n' : '\\r');
      if (fault || byte === lf) return fault;
    }
    if (byte === lf) return this.#endLine('\\n');
    this.#afterCr = byte === cr;
    if (this.#afterCr) return undefined;
    this.#bytes += 1;
    if (byte === this.#delimiter) this.#nextField();
    else if (byte === quote) this.#takeQuote();
    else if (this.#state === 'closing' && byte !== space) return this.#afterQuote(byte);
    else if (this.#state === 'begun' && byte !== space) this.#state = 'bare';
    return undefined;
  }

  #takeQuoted(byte: number): undefined {
    this.#bytes += 1;
    if (byte === quote) this.#state = 'closing';
    if (byte === lf) this.#line += 1;
  }

  /** One that follows a closing quote stands for a quote; one within a bare value is a sign like others. */
  #takeQuote(): void {
    if (this.#state === 'bare') return;
    if (this.#state === 'begun') this.#quoteLine = this.#line;
    this.#state = 'quoted';
  }

  #nextField(): void {
    this.#fields += 1;
    this.#state = 'begun';
  }

  #endLine(end: string): Fault | undefined {
    const expected = this.#header.lineEnd;
    if (end !== expected && this.#row > 0) {
      const says = `expected lines to end in ${endings[expected]}, as the first one does, got ${endings[end]}`;
      return {...this.#fault(says), isLineEnd: true};
    }
    const fault = this.#endRow();
    this.#line += 1;
    this.#rowLine = this.#line;
    return fault;
  }

  #endRow(): Fault | undefined {
    const expected = this.#header.names.length;
    const [fields, bytes] = [this.#fields, this.#bytes];
    [this.#fields, this.#bytes, this.#state] = [1, 0, 'begun'];
    if (bytes === 0) return undefined;
    if (fields !== expected)
      return this.#fault(`expected ${expected} values, as the header has, got ${fields}`);
    if (bytes > longest) return this.#fault(`expected at most ${longest} bytes in a row, got ${bytes}`);
    this.#row += 1;
    return undefined;
  }

  #afterQuote(byte: number): Fault {
    const {delimiter} = this.#header;
    const found = byte < 0x80 ? `\`${String.fromCharCode(byte)}\`` : 'another sign';
    return this.#fault(
      `expected \`${delimiter}\` or the end of the line after a closing quote, got ${found}`,
    );
  }

  #fault(says: string): Fault {
    return {line: this.#rowLine, row: this.#row, says};
  }
}
