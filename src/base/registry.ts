import {AdlError} from './errors.js';
import {nearest} from './nearest.js';

export type Registry<Entry> = Readonly<Record<string, Entry>>;

/**
 * The entry of an open folder that has this name.
 * @throws UNKNOWN_NAME with the nearest name, or all of them.
 */
export function lookup<Entry>(registry: Registry<Entry>, kind: string, name: string): Entry {
  if (Object.hasOwn(registry, name)) return registry[name]!;
  const names = Object.keys(registry);
  const close = nearest(name, names);
  throw new AdlError('UNKNOWN_NAME', `There is no ${kind} called \`${name}\`.`, {
    suggestions: [close ? `Did you mean \`${close}\`?` : `Use one of: ${names.join(', ')}.`],
  });
}
