import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {AdlError} from '../base/errors.js';
import {lookup} from '../base/registry.js';
import {packageFile, packageVersion} from '../project/package-file.js';
import {shells} from './shells/registry.js';
import {commandSurface, type Typeable} from './surface.js';

export interface CompletionResult {
  shell: string;
  /** The one line that a person adds, and the file that it belongs in. */
  setup: {file: string; line: string};
  /** What that line runs. */
  script: string;
}

/**
 * What teaches a shell to complete `adl`.
 * @param shell its name; without one it is read off `SHELL`.
 * @throws UNKNOWN_NAME, ARGUMENT_MISSING where there is no name and `SHELL` names no shell that can complete.
 */
export async function completion(
  environment: Readonly<Record<string, string | undefined>>,
  shell = shellOf(environment),
): Promise<CompletionResult> {
  const {setup} = lookup(shells, 'shell', shell);
  const surface = await commandSurface({shell: Object.keys(shells)});
  return {shell, setup, script: completionScript(shell, surface)};
}

/** The script of the shell of this name for what can be typed. */
export function completionScript(shell: string, surface: readonly Typeable[]): string {
  const {setup, table} = lookup(shells, 'shell', shell);
  const blanks = {version: packageVersion(), ...setup, table: table(surface)};
  return Object.entries(blanks).reduce(
    (text, [name, value]) => text.replace(`{{${name}}}`, () => value),
    readFileSync(packageFile(`templates/completion/adl.${shell}`), 'utf8'),
  );
}

function shellOf({SHELL = ''}: Readonly<Record<string, string | undefined>>): string {
  const name = basename(SHELL);
  if (Object.hasOwn(shells, name)) return name;
  const names = Object.keys(shells);
  throw new AdlError(
    'ARGUMENT_MISSING',
    `Expected the name of a shell, or \`SHELL\` to end in ${names.join(', ')}; ${SHELL ? `it is \`${SHELL}\`` : 'it is not set'}.`,
    {suggestions: names.map((known) => `adl completion ${known}`)},
  );
}
