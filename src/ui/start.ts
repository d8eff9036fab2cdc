import {run} from '@oclif/core/run';
import {settings} from '@oclif/core/settings';
import {failureJson, failureOf, failureText} from './failure.js';
import {hasColor, painter} from './terminal.js';
import {usageError} from './usage.js';

/** Runs one command line. What fails before a command is known is shown here, in the form that commands use. */
export async function start(words: string[], entry: string): Promise<void> {
  // What runs is what was built, whatever NODE_ENV says.
  settings.enableAutoTranspile = false;
  try {
    await run(words[0] === 'help' ? [...words.slice(1), '--help'] : words, entry);
  } catch (error) {
    report(error, words);
  }
}

function report(error: unknown, words: string[]): void {
  const failure = failureOf(usageError(error, {command: '', flags: [], commands: []}));
  process.exitCode = failure.status;
  if (wantsJson(words)) process.stdout.write(`${JSON.stringify(failureJson(failure), null, 2)}\n`);
  else process.stderr.write(failureText(failure, painter(hasColor(process.stderr, process.env), 31)));
}

function wantsJson(words: string[]): boolean {
  if (process.env.ADL_CONTENT_TYPE?.toLowerCase() === 'json') return true;
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).includes('--json');
}
