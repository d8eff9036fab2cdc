import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {nearest} from '../base/nearest.js';

/** A column that the manifest derives. */
export interface Derivation {
  name: string;
  expression: string;
}

/** Why an expression is none over a row: said of it before it is run. */
export function refusedExpression(derivation: Derivation, reason: string): AdlError {
  return misderived(`${says(derivation)} ${reason}`, [
    `Change \`${inline(derivation.name)}\` under \`source.derive\`.`,
  ]);
}

/**
 * Why an expression failed, in DuckDB's words, without the names of adl's own that stand in them.
 * @param names of the columns that it may use
 */
export function failedExpression(derivation: Derivation, error: Error, names: readonly string[]): AdlError {
  const [first] = error.message.split(/\n\s*\n?LINE \d+:/);
  const reason = first!
    .replace(/ in FROM clause!/, '.')
    .replace(/\s*Candidate (bindings|tables):.*/s, '')
    .replaceAll(/"?adl:text:([^"]*)"?/g, '"$1"')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return misderived(`${says(derivation)} ${inline(reason, 400)}`, remedies(derivation, reason, names), error);
}

/** A name that a derived column cannot have. */
export function refusedName(name: string, reason: string): AdlError {
  return misderived(`\`source.derive.${inline(name)}\` ${reason}`, [
    `Call it \`${inline(`${name}_2`)}\` in adl.yaml.`,
  ]);
}

function says({name, expression}: Derivation): string {
  const what = `\`source.derive.${inline(name)}\` has to be a SQL expression over a row`;
  return `${what}, got \`${inline(expression, 200)}\`.`;
}

function remedies({name, expression}: Derivation, reason: string, names: readonly string[]): string[] {
  const [, missing] = /Referenced column "(.*?)" not found/.exec(reason) ?? [];
  const close = missing === undefined ? undefined : nearest(missing, names);
  if (close !== undefined) return [`Did you mean \`${inline(close)}\`?`];
  if (missing !== undefined) return [`The columns are: ${listed(names)}.`];
  const forgiving = expression.replaceAll(/\bCAST\s*\(/gi, 'TRY_CAST(');
  const isCast = /^Conversion Error/.test(reason) && forgiving !== expression;
  if (isCast)
    return [
      `Write \`${inline(name)}: ${JSON.stringify(forgiving)}\`, which is missing where a value cannot be read.`,
    ];
  return [`Change \`${inline(name)}\` under \`source.derive\` in adl.yaml.`];
}

const mostListed = 20;

function listed(names: readonly string[]): string {
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  return (
    names
      .slice(0, mostListed)
      .map((name) => inline(name))
      .join(', ') + more
  );
}

function misderived(message: string, suggestions: string[], cause?: unknown): AdlError {
  return new AdlError('MANIFEST_INVALID', message, {suggestions, cause});
}
