import type {SourceProfile} from '../../lifecycle/source-profile.js';
import {count, counted} from '../figures.js';
import {figure, measuredFigure, share} from '../profile-figures.js';
import {bars, rows} from './bars.js';
import {html, type Markup} from './markup.js';

type ColumnReport = SourceProfile['columns'][number];
type Numbers = NonNullable<SourceProfile['columns'][number]['numbers']>;
type TargetRelation = NonNullable<SourceProfile['columns'][number]['target']>;

/** All of one column, under a line that opens it. */
export function columnSection(column: ColumnReport, at: number, target: ColumnReport | undefined): Markup {
  const {column: name, type, missing, rows: all, distinct} = column;
  const isTarget = name === target?.column ? html` <span class="tag">target</span>` : undefined;
  return html`<details id="column-${at}" open>
<summary><h3>${name}</h3> <span class="tag">${type}</span>${isTarget}</summary>
<p class="facts">${counted(distinct, 'value')} · ${share(missing, all)} missing (${counted(missing, 'row')})${factsOf(column)}</p>
<div class="panes">${[distribution(column), frequentPane(column), coveragePane(column), targetPane(column, target)]}</div>
</details>
`;
}

function factsOf({numbers, outliers}: ColumnReport): Markup | undefined {
  if (numbers?.measure !== 'value') return undefined;
  const far =
    outliers && outliers.below + outliers.above > 0
      ? ` · ${counted(outliers.below + outliers.above, 'row')} beyond ${figure(outliers.low)} … ${figure(outliers.high)} (Tukey's fences)`
      : '';
  return html` · mean ${figure(numbers.mean)} · deviation ${figure(numbers.deviation)}${far}`;
}

function isCategory({type, frequent}: ColumnReport): boolean {
  return type === 'categorical' && frequent.length > 0;
}

function distribution(column: ColumnReport): Markup | undefined {
  const {numbers, coverage} = column;
  if (!numbers || coverage || isCategory(column)) return undefined;
  const {measure, picture} = numbers;
  const of = (value: number) => measuredFigure(numbers, value);
  const what = measure === 'characters' ? 'Length in characters' : 'Distribution';
  const title = `${what}: ${of(numbers.minimum)} to ${of(numbers.maximum)}, half of the rows up to ${of(numbers.median)}`;
  const drawn = picture.bars.map(({from, to, rows: own}) => ({
    label: `${of(from)} to ${of(to)}`,
    value: own,
    shown: counted(own, 'row'),
  }));
  return html`<section><h4>${what}${picture.scale === 'logarithmic' ? ', on a logarithmic scale' : ''}</h4>
${bars(title, drawn, [of(numbers.minimum), of(numbers.maximum)])}
${quartiles(numbers)}</section>`;
}

function quartiles(numbers: Numbers): Markup {
  const {minimum, lower, median, upper, maximum} = numbers;
  const named = {least: minimum, 'a quarter': lower, half: median, 'three quarters': upper, most: maximum};
  return html`<table class="quartiles"><tr>${Object.keys(named).map((name) => html`<th scope="col">${name}</th>`)}</tr>
<tr>${Object.values(named).map((value) => html`<td class="n">${measuredFigure(numbers, value)}</td>`)}</tr></table>`;
}

const mostFrequent = 12;

function frequentPane(column: ColumnReport): Markup | undefined {
  const {frequent, others, rows: all, missing, coverage} = column;
  if (coverage || frequent.length === 0) return undefined;
  const shown = frequent.slice(0, mostFrequent);
  const rest = frequent.slice(mostFrequent).reduce((sum, one) => sum + one.rows, others);
  const present = all - missing;
  const lines = shown.map(({value, rows: own}) => ({
    label: value,
    value: own,
    shown: `${count(own)} (${share(own, present)})`,
  }));
  const other =
    rest > 0 ? [{label: 'all others', value: rest, shown: `${count(rest)} (${share(rest, present)})`}] : [];
  return html`<section><h4>Most frequent values</h4>${rows([...lines, ...other])}</section>`;
}

function coveragePane({coverage}: ColumnReport): Markup | undefined {
  if (!coverage) return undefined;
  const {unit, periods, gaps} = coverage;
  const drawn = periods.map(({start, rows: own}) => ({
    label: `${unit} from ${start}`,
    value: own,
    shown: counted(own, 'row'),
  }));
  const [first, last] = [periods[0]!.start, periods.at(-1)!.start];
  const none = gaps.map(({from, to}) => (from === to ? from : `${from} to ${to}`));
  return html`<section><h4>Rows by ${unit}</h4>
${bars(`Rows by ${unit}, ${first} to ${last}`, drawn, [first, last])}
<p class="facts">${gaps.length === 0 ? `Every ${unit} has rows.` : `No rows in ${none.join(', ')}.`}</p></section>`;
}

function targetPane(
  {target: relation, numbers}: ColumnReport,
  of: ColumnReport | undefined,
): Markup | undefined {
  if (!relation || of === undefined || relation.groups.length === 0) return undefined;
  const target = of.column;
  const {classes} = relation;
  const end = (value: number) => (numbers ? measuredFigure(numbers, value) : figure(value));
  const label = (group: TargetRelation['groups'][number]) => {
    if (group.is === 'range') return `${end(group.from!)} to ${end(group.to!)}`;
    return {category: group.category ?? '', others: 'all others', missing: 'missing'}[group.is];
  };
  const heads = classes ?? [`mean of ${target}`];
  const lines = relation.groups.map((group) => {
    const cells = group.shares
      ? group.shares.map(
          (one) => html`<td class="n heat" style="--heat:${Math.round(one * 100)}%">${share(one, 1)}</td>`,
        )
      : html`<td class="n">${of.numbers ? measuredFigure(of.numbers, group.mean!) : figure(group.mean!)}</td>`;
    return html`<tr><th scope="row">${label(group)}</th><td class="n">${count(group.rows)}</td>${cells}</tr>
`;
  });
  return html`<section><h4>${target} by this column</h4><div class="wide" tabindex="0" role="region" aria-label="${target} by this column"><table>
<tr><th scope="col">value</th><th scope="col">rows</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
${lines}</table></div></section>`;
}
