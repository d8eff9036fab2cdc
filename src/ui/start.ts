import {readFileSync} from 'node:fs';
import {run} from '@oclif/core/run';
import {settings} from '@oclif/core/settings';
import {failureJson, failureOf, failureText} from './failure.js';
import {hasColor, painter} from './terminal.js';
import {unknownCommand, usageError} from './usage.js';

/** Runs one command line. What fails before a command is known is shown here, in the form that commands use. */
export async function start(words: string[], entry: string): Promise<void> {
  // What runs is what was built, whatever NODE_ENV says.
  settings.enableAutoTranspile = false;
  const line = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  try {
    await run(line, entry);
  } catch (error) {
    report(understood(error, line, entry), line);
  }
}

/** Of help for a word that is no command the framework says by itself that there is none. */
function understood(error: unknown, words: string[], entry: string): unknown {
  if (error instanceof Error && /^Command [\s\S]* not found\.$/.test(error.message))
    return unknownCommand(words, commandsOf(entry));
  return usageError(error, {command: '', flags: [], commands: []});
}

function commandsOf(entry: string): string[] {
  const {commands} = JSON.parse(readFileSync(new URL('../oclif.manifest.json', entry), 'utf8')) as {
    commands: object;
  };
  return Object.keys(commands).map((id) => id.replaceAll(':', ' '));
}

function report(error: unknown, words: string[]): void {
  const failure = failureOf(error);
  process.exitCode = failure.status;
  if (wantsJson(words)) process.stdout.write(`${JSON.stringify(failureJson(failure), null, 2)}\n`);
  else process.stderr.write(failureText(failure, painter(hasColor(process.stderr, process.env), 31)));
}

function wantsJson(words: string[]): boolean {
  if (process.env.ADL_CONTENT_TYPE?.toLowerCase() === 'json') return true;
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).includes('--json');
}
