import {inline} from '../base/inline.js';
import {shellWord} from '../base/shell-word.js';
import type {ValidateResult} from '../lifecycle/source-rules.js';
import type {SuggestResult} from '../lifecycle/source-suggest.js';
import {count, counted} from './figures.js';
import {table} from './table.js';

type RuleResult = ValidateResult['rules'][number];

/** What became of every rule. */
export function validateView(result: ValidateResult, width?: number): string {
  const {file, rows, rules, analyzers, rejects} = result;
  const lines = rules.map((rule) => [
    rule.id,
    inline(rule.rule, 70),
    rule.level,
    rule.status,
    rule.failing_rows === null ? '-' : count(rule.failing_rows),
    outcome(rule),
  ]);
  return [
    `${counted(rows, 'row')} of ${inline(file)}: ${summary(rules)}`,
    ...(lines.length > 0
      ? ['', table(['id', 'rule', 'level', 'status', 'failing rows', 'found'], lines, width)]
      : []),
    ...(analyzers.length > 0 ? ['', analyzersView(analyzers)] : []),
    ...(rejects ? ['', rejectsLine(rejects)] : []),
  ].join('\n');
}

function summary(rules: readonly RuleResult[]): string {
  const parts = (['passed', 'failed', 'skipped'] as const).map((status) => {
    const found = rules.filter((rule) => rule.status === status).length;
    return found > 0 ? [`${found} ${status}`] : [];
  });
  return `${counted(rules.length, 'rule')}${rules.length > 0 ? `, ${parts.flat().join(', ')}` : ''}`;
}

function outcome({status, found, expected, anomaly}: RuleResult): string {
  if (status !== 'failed') return found;
  return `${found}; expected ${expected}${anomaly ? ` (${anomaly})` : ''}`;
}

function analyzersView(analyzers: ValidateResult['analyzers']): string {
  return table(
    ['analyzer', 'value'],
    analyzers.map(({analyzer, value}) => [inline(analyzer, 70), value === null ? '-' : figure(value)]),
  );
}

function figure(value: number): string {
  return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6)));
}

function rejectsLine({path, rows}: {path: string; rows: number}): string {
  return `${counted(rows, 'row')} that broke rules: ${shellWord(path)}`;
}

/** Rules that were learned, and why. */
export function suggestView({file, suggestions, rules, saved}: SuggestResult, width?: number): string {
  const lines = suggestions.map(({rule, evidence}) => [inline(rule, 90), evidence]);
  if (lines.length === 0) return `No rule was learned from ${inline(file)}.`;
  return [
    `${counted(lines.length, 'rule')} learned from ${inline(file)}`,
    '',
    table(['rule', 'because'], lines, width),
    '',
    ...(saved ? [`Written to ${shellWord(saved)}`, 'Next: adl source validate'] : [rules.trimEnd()]),
  ].join('\n');
}
