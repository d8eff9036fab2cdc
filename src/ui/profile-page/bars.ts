import {html, type Markup} from './markup.js';

export interface Bar {
  /** What it stands for, in words. */
  label: string;
  value: number;
  /** What its height is, in words. */
  shown: string;
}

const [width, height] = [480, 120];

/** Bars side by side, from the first to the last label; each says what it is where a pointer rests on it. */
export function bars(title: string, all: readonly Bar[], ends: readonly string[]): Markup {
  const most = longest(all);
  const step = width / all.length;
  const gap = Math.min(2, step / 6);
  const rectangles = all.map(({label, value, shown}, at) => {
    const tall = value === 0 ? 0 : Math.max(1, (value / most) * height);
    return html`<rect x="${rounded(at * step)}" y="${rounded(height - tall)}" width="${rounded(step - gap)}" height="${rounded(tall)}"><title>${label}: ${shown}</title></rect>`;
  });
  return html`<figure><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${title}">${rectangles}</svg>
<div class="ends">${ends.map((end) => html`<span>${end}</span>`)}</div></figure>`;
}

/** Bars as high as a line, for the eye alone: what they show is told elsewhere. */
export function miniature(counts: readonly number[]): Markup {
  const most = Math.max(...counts, Number.MIN_VALUE);
  const step = 100 / Math.max(1, counts.length);
  const rectangles = counts.map((count, at) => {
    const tall = count === 0 ? 0 : Math.max(1, (count / most) * 20);
    return html`<rect x="${rounded(at * step)}" y="${rounded(20 - tall)}" width="${rounded(step * 0.85)}" height="${rounded(tall)}"/>`;
  });
  return html`<svg class="mini" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">${rectangles}</svg>`;
}

/** Bars one below the other, each with its label and what it shows. The longest stands for the most that there can be. */
export function rows(all: readonly Bar[], most = longest(all)): Markup {
  return html`<table class="rows">${all.map(
    ({label, value, shown}) =>
      html`<tr><th scope="row">${label}</th><td class="bar"><span style="width:${rounded((100 * value) / most)}%"></span></td><td class="n">${shown}</td></tr>
`,
  )}</table>`;
}

function longest(all: readonly Bar[]): number {
  return Math.max(...all.map(({value}) => value), Number.MIN_VALUE);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
