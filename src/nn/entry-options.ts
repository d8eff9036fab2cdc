import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';

/**
 * The options of an optimizer, a loss or a schedule with its defaults.
 * @throws MODEL_INVALID with the option, and the nearest one where its name is unknown
 */
export function entryOptions<Options>(
  kind: string,
  {name, options}: {name: string; options: Readonly<Record<string, unknown>>},
  schema: z.ZodType<Options>,
): Options {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const said = `The ${kind} \`${name}\``;
  if (issue.code === 'unrecognized_keys') throw unknownOption(said, issue.keys[0]!, schema);
  const [option] = issue.path as [string?];
  const which = option ? ` its option \`${option}\`:` : '';
  const got = JSON.stringify(option ? options[option] : options);
  throw new AdlError('MODEL_INVALID', `${said} does not take${which} ${got}: ${issue.message}.`);
}

function unknownOption(said: string, option: string, schema: z.ZodType): AdlError {
  const names = Object.keys(z.toJSONSchema(schema, {io: 'input'}).properties ?? {});
  const close = nearest(option, names);
  const others = names.length > 0 ? `Use one of: ${names.join(', ')}.` : 'Leave it out: there is none.';
  return new AdlError('MODEL_INVALID', `${said} has no option \`${option}\`.`, {
    suggestions: [close ? `Did you mean \`${close}\`?` : others],
  });
}
