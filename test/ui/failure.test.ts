import {mkdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {AdlError, exitStatus} from '../../src/base/errors.js';
import {failureJson, failureOf, failureText} from '../../src/ui/failure.js';
import {temporaryFolder} from '../helpers/adl.js';

const plain = (text: string) => text;

it('shows a mistake by its message, its code and what to type', () => {
  const failure = failureOf(
    new AdlError('FILE_MISSING', 'There is no `x`.', {suggestions: ['`adl source y`']}),
  );
  expect(failureText(failure, plain)).toBe(
    'Error: There is no `x`.\nCode: FILE_MISSING\nTry: `adl source y`\n',
  );
});

it('sends nothing to the terminal that it would obey', () => {
  const suggestions = ['adl deploy --run \u001b[2J'];
  const failure = failureOf(new AdlError('RUN_MISSING', 'No run `\u001b[31m`.', {suggestions}));
  expect(failureText(failure, plain)).toBe(
    'Error: No run `\\u001b[31m`.\nCode: RUN_MISSING\nTry: adl deploy --run \\u001b[2J\n',
  );
});

it('asks what may have been meant, and names what can be typed', () => {
  const suggestions = ['Did you mean `a`?', 'adl source b.csv'];
  const failure = failureOf(new AdlError('TARGET_MISSING', 'There is no `c`.', {suggestions}));
  expect(failureText(failure, plain)).toMatch(/\nDid you mean `a`\?\nTry: adl source b\.csv\n$/);
});

it('shows a bug with its stack and where to report it', () => {
  const failure = failureOf(new TypeError('x is undefined'));
  expect(failure).toMatchObject({status: 1, code: 'BUG'});
  expect(failureText(failure, plain)).toMatch(/TypeError: x is undefined\n {4}at [\s\S]*\nTry: Report it/);
  expect(failureJson(failure)).not.toHaveProperty('stack');
});

it('calls what the system refuses no bug', () => {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/taken`);
  expect(failureOf(caught(() => writeFileSync(`${folder}/taken`, '')))).toMatchObject({code: 'BUG'});
  const refused = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  expect(failureOf(refused)).toMatchObject({
    status: 6,
    code: 'SYSTEM_REFUSED',
    suggestions: [expect.any(String)],
  });
});

it.each([
  ['a name that is too long', (folder: string) => writeFileSync(`${folder}/${'x'.repeat(300)}`, '')],
  [
    'links that lead in a circle',
    (folder: string) => [symlinkSync('me', `${folder}/me`), statSync(`${folder}/me`)],
  ],
])('calls %s no bug', (_name, act) => {
  const failure = failureOf(caught(() => act(temporaryFolder())));
  expect(failure).toMatchObject({status: 6, code: 'SYSTEM_REFUSED', suggestions: [expect.any(String)]});
});

it('says when the folder that the shell is in is gone', () => {
  const error = Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
    ...{code: 'ENOENT', syscall: 'uv_cwd'},
  });
  expect(failureOf(error)).toEqual({
    status: 6,
    code: 'SYSTEM_REFUSED',
    message: 'Expected to be in a folder, but the one that this shell is in is gone.',
    suggestions: ['cd "$PWD", if it was made anew, or cd to another folder'],
  });
});

it('has an exit status between 2 and 7 for every code', () => {
  for (const status of Object.values(exitStatus)) expect([2, 3, 4, 5, 6, 7]).toContain(status);
});

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}
