import {z} from 'zod';
import {nearest} from '../base/nearest.js';

/** The name of an entry of a registry: an unknown one is told at its line, with the nearest that there is. */
export function nameIn(registry: object, kind: string) {
  const names = Object.keys(registry);
  return z
    .string()
    .superRefine((name, context) => {
      if (names.includes(name)) return;
      context.addIssue({
        code: 'custom',
        message: `Expected the name of ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`,
        params: {suggestions: [nameSuggestion(name, names)]},
      });
    })
    .meta({examples: [names[0]]});
}

/** The nearest of some names, or all of them. */
export function nameSuggestion(name: string, names: readonly string[]): string {
  const close = nearest(name, names);
  return close ? `Did you mean \`${close}\`?` : `Use one of: ${names.join(', ')}.`;
}
