/** Text from outside as part of a sentence: on one line, what cannot be seen written out, and not too long. */
export function inline(text: string, most = 60): string {
  const visible = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  const characters = [...visible];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : visible;
}
