import {describe, expect, it, test} from 'vitest';
import type {AdlError} from '../../src/base/errors.js';
import {unknownCommand, usageError} from '../../src/ui/usage.js';

const commands = ['build', 'build show', 'deploy', 'deploy predict', 'run', 'source', 'status'];
const usage = {command: 'build', flags: ['time', 'trials', 'json', 'help'], commands};

test.each([
  ['biuld', 'adl build'],
  ['build shwo', 'adl build show'],
  ['sorce heart.csv', 'adl source heart.csv'],
  ['deploy predcit new.csv', 'adl deploy predict new.csv'],
  ['sorce my table.csv', 'adl source "my table.csv"'],
  ['train', 'adl --help'],
  ['build frobnicate', 'adl build --help'],
])('adl %s: try %s', (words, suggestion) => {
  const typed = words === 'sorce my table.csv' ? ['sorce', 'my table.csv'] : words.split(' ');
  expect(unknownCommand(typed, commands).suggestions).toEqual([suggestion]);
});

describe('a mistake of usage', () => {
  it('is answered by what can be typed as it stands', () => {
    const unknown = usageError(Object.assign(new Error(), {flags: ['--tme']}), usage) as AdlError;
    expect(unknown.suggestions).toEqual(['adl build --time']);
    const far = usageError(Object.assign(new Error(), {flags: ['--frobnicate']}), usage) as AdlError;
    expect(far.suggestions).toEqual(['adl build --help']);
  });

  it('tells of a flag whose name the parser has lost', () => {
    const error = Object.assign(new Error('Unexpected flag undefined\nSee more help with --help'), {
      oclif: {},
    });
    expect(usageError(error, usage)).toMatchObject({
      code: 'FLAG_UNKNOWN',
      message: 'Expected flags that `adl build` has, got one that it does not have.',
      suggestions: ['adl build --help'],
    });
  });

  it('names the flag that got no value', () => {
    const error = Object.assign(new Error('Flag --time expects a value\nSee more help with --help'), {
      oclif: {},
    });
    expect(usageError(error, usage)).toMatchObject({
      code: 'FLAG_INVALID',
      message: '`--time` needs a value, and none was given.',
      suggestions: ['adl build --help'],
    });
  });
});
