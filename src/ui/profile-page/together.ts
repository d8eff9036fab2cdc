import type {SourceProfile} from '../../lifecycle/source-profile.js';
import {counted} from '../figures.js';
import {measureWords} from '../profile-view.js';
import {rows} from './bars.js';
import {html, type Markup} from './markup.js';

type Association = SourceProfile['associations'][number];

const mostPairs = 20;
/** Weaker pairs are in the table of all. */
const weakest = 0.1;

/** What the columns have to do with the target and with each other. */
export function togetherSection({associations, compared, target}: SourceProfile): Markup {
  const ofTarget = associations.filter(({columns}) => target !== undefined && columns.includes(target));
  const others = associations
    .filter((pair) => !ofTarget.includes(pair) && Math.abs(pair.value) >= weakest)
    .slice(0, mostPairs);
  const more =
    compared.left_out > 0 ? ` ${counted(compared.left_out, 'column')} more were not compared.` : '';
  return html`<section><h2 id="together">What goes together</h2>
<p>Of ${counted(compared.columns, 'column')}, in ${counted(compared.rows, 'row')}: numbers by Pearson's correlation, categories by Cramér's V without its bias, one of each by the correlation ratio η, without its bias. 0 is nothing, 1 all that there can be.${more}</p>
<div class="panes">${target === undefined ? undefined : pairs(`With ${target}`, ofTarget, ({columns}) => columns.find((name) => name !== target) ?? target)}
${pairs(target === undefined ? 'The strongest pairs' : 'The strongest pairs of others', others, ({columns}) => columns.join(' and '))}</div>
${matrix(associations)}</section>`;
}

function pairs(
  title: string,
  found: readonly Association[],
  label: (pair: Association) => string,
): Markup | undefined {
  if (found.length === 0) return undefined;
  const lines = found.map((pair) => ({
    label: label(pair),
    value: Math.abs(pair.value),
    shown: `${pair.value.toFixed(2)} ${signs[pair.measure]}`,
  }));
  return html`<section><h3>${title}</h3>${rows(lines, 1)}</section>`;
}

const signs: Readonly<Record<Association['measure'], string>> = {
  correlation: 'r',
  'cramers-v': 'V',
  'correlation-ratio': 'η',
};

/** Every pair, each column by its number in the head. */
function matrix(associations: readonly Association[]): Markup | undefined {
  const names = [...new Set(associations.flatMap(({columns}) => columns))];
  if (names.length < 3) return undefined;
  const found = new Map(
    associations.flatMap((pair) => {
      const [one, other] = pair.columns;
      return [
        [`${names.indexOf(one)} ${names.indexOf(other)}`, pair],
        [`${names.indexOf(other)} ${names.indexOf(one)}`, pair],
      ];
    }),
  );
  const cell = (row: number, column: number) => {
    const pair = found.get(`${row} ${column}`);
    if (!pair) return html`<td></td>`;
    return html`<td class="n heat" style="--heat:${Math.round(Math.abs(pair.value) * 100)}%" title="${names[row]!} and ${names[column]!}: ${measureWords[pair.measure]}">${pair.value.toFixed(2)}</td>`;
  };
  const lines = names.map(
    (
      name,
      row,
    ) => html`<tr><th scope="row">${row + 1} ${name}</th>${names.map((_, column) => cell(row, column))}</tr>
`,
  );
  return html`<details><summary><h3>Every pair</h3></summary><div class="wide" tabindex="0" role="region" aria-label="Every pair"><table class="matrix">
<tr><td></td>${names.map((_, at) => html`<th scope="col">${at + 1}</th>`)}</tr>
${lines}</table></div></details>`;
}
