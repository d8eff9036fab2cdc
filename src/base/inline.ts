/** Text from outside as part of a sentence: on one line, what cannot be seen written out, and not too long. */
export function inline(text: string, most = 60): string {
  const visible = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  const characters = [...visible];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : visible;
}

/** Text from outside as it may reach a terminal: what that would obey is written out, lines and tabs stay. */
export function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (one) =>
    one === '\n' || one === '\t' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
