/** Text that is HTML already. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | readonly Part[] | undefined;

/** HTML as it stands; what is put into it is escaped, unless it is markup itself. Lists are joined, undefined is nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  return {html: texts.map((text, at) => text + (at < parts.length ? partHtml(parts[at]) : '')).join('')};
}

function partHtml(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return 'html' in part ? part.html : part.map(partHtml).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, which a page may not hold, are shown as a sign for them. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign]!).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}');
}
