import {stripVTControlCharacters} from 'node:util';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';

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
  return new AdlError('FLAG_INVALID', shorten(message, 500), {suggestions: [help(usage)]});
}

export function unknownCommand(words: string, commands: string[]): AdlError {
  const close = nearest(words, commands);
  const topic = commands.find((command) => words.startsWith(`${command} `));
  const list = `\`adl${topic ? ` ${topic}` : ''} --help\` to see the commands.`;
  return new AdlError('COMMAND_UNKNOWN', `There is no command \`adl ${shorten(words)}\`.`, {
    suggestions: [close ? `\`adl ${close}\`` : list],
  });
}

function unknownFlag(flag: string, usage: Usage): AdlError {
  const close = nearest(flag.replace(/^-+/, ''), usage.flags);
  return new AdlError('FLAG_UNKNOWN', `\`adl ${usage.command}\` has no flag \`${shorten(flag)}\`.`, {
    suggestions: [close ? `\`--${close}\`` : help(usage)],
  });
}

function unexpectedArgument(argument: string, usage: Usage): AdlError {
  const below = usage.commands.filter((name) => name.startsWith(`${usage.command} `));
  const close = nearest(`${usage.command} ${argument}`, below);
  return new AdlError(
    'ARGUMENT_UNEXPECTED',
    `\`adl ${usage.command}\` does not take \`${shorten(argument)}\`.`,
    {
      suggestions: [close ? `\`adl ${close}\`` : help(usage)],
    },
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

/** The framework puts the flag's name before what a flag's own parser threw, and a hint behind it. */
function unwrapped({code, message, suggestions, cause}: AdlError): AdlError {
  const inner = /^Parsing --\S+ \n\t([\s\S]*)\nSee more help with --help$/.exec(message)?.[1];
  return new AdlError(code, inner ?? message, {suggestions, cause});
}

function help(usage: Usage): string {
  return `\`adl ${usage.command} --help\` to see what it takes.`;
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
