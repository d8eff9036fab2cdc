import {createInterface} from 'node:readline/promises';
import {inline} from '../base/inline.js';
import type {SourceTypes} from '../lifecycle/source-types.js';
import {choices} from './types-view.js';

export interface Asked {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** What a column may be. */
  types: readonly string[];
  signal: AbortSignal;
  /** Called at Ctrl-C. */
  stop: () => void;
}

/**
 * Asks a person for the types that are doubtful, one by one: Enter leaves one as it is.
 * @returns words such as `Legs=categorical`
 */
export async function askTypes(
  {columns}: SourceTypes,
  {input, output, types, signal, stop}: Asked,
): Promise<string[]> {
  const doubtful = columns.filter((column) => column.doubtful);
  if (doubtful.length === 0) return [];
  const completer = (text: string): [string[], string] => [
    types.filter((type) => type.startsWith(text)),
    text,
  ];
  const lines = createInterface({input, output, completer});
  lines.on('SIGINT', stop);
  output.write(
    'What are these? Type a feature type, or press Enter to leave one as it is; Ctrl-D ends the questions.\n',
  );
  const said: string[] = [];
  try {
    for (const column of doubtful) {
      const question = `${inline(column.column, 40)}: ${choices(column)} [${column.type}] `;
      for (;;) {
        const answer = (await lines.question(question, {signal})).trim();
        if (answer !== '' && !types.includes(answer)) {
          output.write(`There is no feature type called ${inline(answer)}. They are: ${types.join(', ')}.\n`);
          continue;
        }
        if (answer !== '') said.push(`${column.column}=${answer}`);
        break;
      }
    }
  } catch (error) {
    // Ctrl-D: what was said until then stands.
    if (signal.aborted || (error as {code?: string}).code !== 'ABORT_ERR') throw error;
  } finally {
    lines.close();
  }
  return said;
}
