import {posix} from 'node:path';
import {tokens} from './tokens.js';

export interface Import {
  specifier: string;
  /** Gone after compilation, loaded at once, loaded when reached, or passed on as the file's own. */
  form: 'type' | 'static' | 'dynamic' | 'reexport';
}

/** Everything that a file imports. */
export function importsOf(source: string): Import[] {
  const all = tokens(source);
  return all.flatMap(({kind, text: specifier}, at): Import[] => {
    if (kind !== 'string') return [];
    const [before, twoBefore] = [all[at - 1]?.text, all[at - 2]?.text];
    if (before === 'import') return [{specifier, form: 'static'}];
    if (before === '(' && twoBefore === 'import') return [{specifier, form: 'dynamic'}];
    if (before !== 'from') return [];
    const start = all.slice(0, at).findLastIndex(({text}) => text === 'import' || text === 'export');
    if (all[start]!.text === 'export') return [{specifier, form: 'reexport'}];
    return [{specifier, form: all[start + 1]!.text === 'type' ? 'type' : 'static'}];
  });
}

/** The source file that a relative specifier means; undefined for a library. */
export function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\.js(x?)$/, '.ts$1');
}

/** `@scope/name/deep` and `name/deep` are of the packages `@scope/name` and `name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
