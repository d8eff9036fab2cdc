import type {SourceProfile} from '../../lifecycle/source-profile.js';
import {count, counted} from '../figures.js';
import {share} from '../profile-figures.js';
import {countsOf} from '../profile-view.js';
import {miniature} from './bars.js';
import {columnSection} from './column.js';
import {html, type Markup} from './markup.js';
import {style} from './style.js';
import {togetherSection} from './together.js';

/**
 * A profile as one page of HTML that needs nothing else: no network, which its own policy forbids, and no script. It is
 * read with a keyboard as with a pointer, and on a phone.
 */
export function profilePage(profile: SourceProfile): string {
  const {file, rows, columns, target, where} = profile;
  const title = `Profile of ${file}`;
  const of = where === undefined ? '' : html`, of the rows where <code>${where}</code>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{html: style}}</style>
</head>
<body>
<header><h1>${title}</h1>
<p>${counted(rows, 'row')}, ${counted(columns.length, 'column')}${of}.${target === undefined ? '' : html` The target is <strong>${target}</strong>.`}
A category or a text that fewer than ten rows have is not named.</p>
<nav aria-label="Parts of this page"><a href="#columns">Columns</a> <a href="#missing">Missing</a> <a href="#together">What goes together</a></nav></header>
<main>
${[overview(profile), missing(profile), togetherSection(profile)]}
<h2>Each column</h2>
${columns.map((column, at) =>
  columnSection(
    column,
    at,
    columns.find((one) => one.column === target),
  ),
)}
</main>
<footer><p>Made by <code>adl source profile</code>.</p></footer>
</body>
</html>
`.html;
}

function overview({columns, target}: SourceProfile): Markup {
  const lines = columns.map(
    (report, at) =>
      html`<tr><th scope="row"><a href="#column-${at}">${report.column}</a>${report.column === target ? ' (target)' : ''}</th><td>${report.type}</td><td class="n">${share(report.missing, report.rows)}</td><td class="n">${count(report.distinct)}</td><td>${miniature(countsOf(report))}</td></tr>
`,
  );
  return html`<section><h2 id="columns">Columns</h2><div class="wide" tabindex="0" role="region" aria-label="Columns"><table>
<tr><th scope="col">column</th><th scope="col">type</th><th scope="col">missing</th><th scope="col">values</th><th scope="col">distribution</th></tr>
${lines}</table></div></section>`;
}

function missing({missing_together: found, rows, columns}: SourceProfile): Markup {
  const isAny = columns.some((column) => column.missing > 0);
  const none = isAny
    ? 'No set of columns lacks values in ten rows or more, but for those that have none at all.'
    : 'Nothing is missing.';
  if (found.length === 0) return html`<section><h2 id="missing">Missing</h2><p>${none}</p></section>`;
  const lines = found.map(
    ({columns, rows: own}) =>
      html`<tr><td>${columns.join(', ')}</td><td class="n">${count(own)}</td><td class="n">${share(own, rows)}</td></tr>
`,
  );
  return html`<section><h2 id="missing">Missing</h2><p>Which columns lack a value in the same rows.</p>
<div class="wide" tabindex="0" role="region" aria-label="Missing"><table>
<tr><th scope="col">columns</th><th scope="col">rows</th><th scope="col">of all</th></tr>
${lines}</table></div></section>`;
}
