import {stripVTControlCharacters} from 'node:util';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import {shellWord} from '../base/shell-word.js';

/** What a command may be called with: its words (`build show`), its flags without dashes, and the commands there are. */
export interface Usage {
  command: string;
  flags: string[];
  commands: string[];
}

/** The framework's parse errors carry their parser and a help text: this keeps what a person needs. */
export function usageError(error: unknown, usage: Usage): unknown {
  if (error instanceof AdlError) return unwrapped(error);
  if (!(error instanceof Error)) return error;
  if ('flags' in error && isStrings(error.flags)) return unknownFlag(error.flags[0]!, usage);
  if ('args' in error && isStrings(error.args)) return unexpectedArgument(error.args[0]!, usage);
  if ('args' in error && isNamed(error.args)) return missingArguments(error.args, usage);
  if (!('oclif' in error)) return error;
  const message = stripVTControlCharacters(error.message).split('\nSee more help')[0]!;
  const absent = /Missing required flag (\S+)/.exec(message)?.[1];
  if (absent) return missing(`\`--${absent}\``, usage);
  if (message === 'Unexpected flag undefined') return namelessFlag(usage);
  const empty = /^Flag --(\S+) expects a value$/.exec(message)?.[1];
  if (empty) return valueless(empty, usage);
  return new AdlError('FLAG_INVALID', shorten(message, 500), {suggestions: [help(usage)]});
}

/** The words of a command line that begins with no command; what stands behind a misspelt command stays there. */
export function unknownCommand(words: readonly string[], commands: readonly string[]): AdlError {
  const [above = '', close] = nearestCommand(words, commands);
  const behind = words.slice(above.split(' ').length).map(shellWord);
  const known = words.findIndex((_, at) => !commands.includes(words.slice(0, at + 1).join(' ')));
  const shown = close ? above : words.slice(0, known + 1).join(' ');
  const topic = words.slice(0, known);
  return new AdlError('COMMAND_UNKNOWN', `There is no command \`adl ${shorten(shown)}\`.`, {
    suggestions: [close ? ['adl', close, ...behind].join(' ') : ['adl', ...topic, '--help'].join(' ')],
  });
}

/** The longest beginning that is like a command, and that command. */
function nearestCommand(words: readonly string[], commands: readonly string[]): [string?, string?] {
  for (let length = words.length; length > 0; length -= 1) {
    const beginning = words.slice(0, length).join(' ');
    const sameLength = commands.filter((command) => command.split(' ').length === length);
    const close = nearest(beginning, sameLength);
    if (close && close !== beginning) return [beginning, close];
  }
  return [];
}

function unknownFlag(flag: string, usage: Usage): AdlError {
  const close = nearest(flag.replace(/^-+/, ''), usage.flags);
  return new AdlError('FLAG_UNKNOWN', `\`adl ${usage.command}\` has no flag \`${shorten(flag)}\`.`, {
    suggestions: [close ? `adl ${usage.command} --${close}` : help(usage)],
  });
}

/** The parser loses the names that every object of JavaScript has, such as `--__proto__`. */
function namelessFlag(usage: Usage): AdlError {
  const message = `Expected flags that \`adl ${usage.command}\` has, got one that it does not have.`;
  return new AdlError('FLAG_UNKNOWN', message, {suggestions: [help(usage)]});
}

function unexpectedArgument(argument: string, usage: Usage): AdlError {
  const below = usage.commands.filter((name) => name.startsWith(`${usage.command} `));
  const close = nearest(`${usage.command} ${argument}`, below);
  return new AdlError(
    'ARGUMENT_UNEXPECTED',
    `\`adl ${usage.command}\` does not take \`${shorten(argument)}\`.`,
    {suggestions: [close ? `adl ${close}` : help(usage)]},
  );
}

function missingArguments(absent: {name: string}[], usage: Usage): AdlError {
  return missing(absent.map(({name}) => name.toUpperCase()).join(' and '), usage);
}

function missing(what: string, usage: Usage): AdlError {
  return new AdlError('ARGUMENT_MISSING', `\`adl ${usage.command}\` needs ${what}, and it was not given.`, {
    suggestions: [help(usage)],
  });
}

function valueless(flag: string, usage: Usage): AdlError {
  return new AdlError('FLAG_INVALID', `\`--${flag}\` needs a value, and none was given.`, {
    suggestions: [help(usage)],
  });
}

/** The framework puts the flag's name before what a flag's own parser threw, and a hint behind it. */
function unwrapped({code, message, suggestions, cause, result}: AdlError): AdlError {
  const inner = /^Parsing --\S+ \n\t([\s\S]*)\nSee more help with --help$/.exec(message)?.[1];
  return new AdlError(code, inner ?? message, {suggestions, cause, ...(result && {result})});
}

function help(usage: Usage): string {
  return usage.command ? `adl ${usage.command} --help` : 'adl --help';
}

function shorten(text: string, limit = 80): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function isNamed(value: unknown): value is {name: string}[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item?.name === 'string');
}
