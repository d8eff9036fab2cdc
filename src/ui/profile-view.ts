import {inline} from '../base/inline.js';
import type {SourceProfile} from '../lifecycle/source-profile.js';
import {counted} from './figures.js';
import {figure, measuredFigure, share} from './profile-figures.js';
import {sparkline} from './sparkline.js';
import {table} from './table.js';
import type {Signs} from './terminal.js';

type Association = SourceProfile['associations'][number];
type ColumnReport = SourceProfile['columns'][number];

/** Columns that are shown one by one; the page and `--json` have all. */
const mostColumns = 60;
const mostPairs = 8;
/** From here on it is worth a look that two columns go together. */
const strong = 0.5;

/** A table at a glance: each column with its distribution, and what goes together. */
export function profileView(profile: SourceProfile, signs: Signs, width?: number): string {
  const {file, rows, columns, where} = profile;
  const lines = columns
    .slice(0, mostColumns)
    .map((column) => [
      inline(column.column, 28) + (column.column === profile.target ? ' (target)' : ''),
      column.type,
      share(column.missing, column.rows),
      sparkline(countsOf(column), signs),
      summaryOf(column),
    ]);
  const hidden = columns.length - lines.length;
  const of = where === undefined ? inline(file) : `${inline(file)} where ${inline(where)}`;
  return [
    `${counted(rows, 'row')}, ${counted(columns.length, 'column')} of ${of}`,
    '',
    table(['column', 'type', 'missing', 'distribution', 'values'], lines, width),
    ...(hidden > 0 ? [`  and ${counted(hidden, 'column')} more: adl source profile --json`] : []),
    ...togetherView(profile),
    ...leftOutView(profile),
    ...missingView(profile),
    ...(profile.page === undefined ? [] : ['', `As a page: ${profile.page}`]),
  ].join('\n');
}

/** Of numbers their histogram; else how many rows the most frequent values have. */
export function countsOf({numbers, coverage, frequent, type}: ColumnReport): number[] {
  if (coverage) return coverage.periods.map(({rows}) => rows);
  const isCategory = type === 'categorical' && frequent.length > 0;
  if (numbers && !isCategory) return numbers.picture.bars.map(({rows}) => rows);
  return frequent.slice(0, 16).map(({rows}) => rows);
}

function summaryOf(column: ColumnReport): string {
  const {numbers, frequent, distinct, rows, missing, type} = column;
  const present = rows - missing;
  if (present === 0) return 'none';
  const isCategory = type === 'categorical' && frequent.length > 0;
  if (isCategory || !numbers) return `${counted(distinct, 'value')}: ${topValues(column)}`;
  if (numbers.measure === 'characters') return `${counted(distinct, 'value')}, ${lengths(numbers)}`;
  const [low, middle, high] = [numbers.minimum, numbers.median, numbers.maximum].map((value) =>
    measuredFigure(numbers, value),
  );
  return `${low} to ${high}, median ${middle}`;
}

function topValues({frequent, rows, missing}: ColumnReport): string {
  if (frequent.length === 0) return 'none of them in ten rows';
  const present = rows - missing;
  return frequent
    .slice(0, 3)
    .map(({value, rows: own}) => `${inline(value, 20)} ${share(own, present)}`)
    .join(', ');
}

function lengths({minimum, maximum}: {minimum: number; maximum: number}): string {
  return minimum === maximum
    ? `${counted(minimum, 'character')} long`
    : `${figure(minimum)} to ${figure(maximum)} characters long`;
}

function togetherView({associations}: SourceProfile): string[] {
  const pairs = associations.filter(({value}) => Math.abs(value) >= strong).slice(0, mostPairs);
  if (pairs.length === 0) return [];
  const lines = pairs.map((pair) => [
    pair.columns.map((name) => inline(name, 28)).join(' and '),
    pair.value.toFixed(2),
    measureWords[pair.measure],
  ]);
  return ['', 'What goes together:', table(['columns', 'strength', 'measured by'], lines)];
}

function leftOutView({compared}: SourceProfile): string[] {
  if (compared.left_out === 0) return [];
  return ['', `Not compared: ${counted(compared.left_out, 'column')}, as there are many.`];
}

export const measureWords: Readonly<Record<Association['measure'], string>> = {
  correlation: "Pearson's correlation",
  'cramers-v': "Cramér's V",
  'correlation-ratio': 'correlation ratio η',
};

function missingView({missing_together: together, rows}: SourceProfile): string[] {
  const several = together.filter(({columns}) => columns.length > 1).slice(0, 3);
  if (several.length === 0) return [];
  return [
    '',
    'Missing in the same rows:',
    ...several.map(
      ({columns, rows: own}) => `  ${listed(columns)}: ${counted(own, 'row')} (${share(own, rows)})`,
    ),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return (
    names
      .slice(0, 5)
      .map((name) => inline(name, 28))
      .join(', ') + more
  );
}
