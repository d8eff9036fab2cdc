import {identifier, literal} from '../data/identifier.js';
import {yamlLine} from '../project/yaml-line.js';
import type {SourceSection} from './manifest-schema.js';
import type {SourceColumn} from './source-columns.js';
import type {Found} from './source-found.js';

/** With more names than this an expression is nothing to paste. */
const mostNames = 100;

/**
 * What to write into the manifest so that classes of too few rows become one, or so that their rows are left out. To be
 * pasted as it is: it holds what the manifest derives and drops already.
 */
export function thinClassSteps({columns, target, facts, split, section}: Found): string[] {
  const {labels = []} = facts;
  const thin = split.thin.map(({label}) => label);
  const rest = labels.filter((label) => !thin.includes(label));
  if (Math.min(thin.length, rest.length) > mostNames) return [];
  const {column, text} = asSql(target);
  const isThin = condition(target, thin, rest, column);
  const step = (what: string, ending: string, expression: string) => {
    const name = freeName(`${section.target}_${ending}`, columns);
    return `To ${what}, write under \`source\` in adl.yaml, in place of what is there:\n${lines(section, name, expression)}`;
  };
  const other = ['other', 'others', 'other classes'].find((name) => !labels.includes(name)) ?? 'all others';
  const merge = `CASE WHEN ${isThin} THEN ${literal(other)} ELSE ${text} END`;
  const rows = split.thin.reduce((sum, one) => sum + one.rows, 0);
  return [
    ...(rows >= 3 && rest.length > 0 ? [step('make them one class', 'merged', merge)] : []),
    ...(rest.length > 1
      ? [step('leave their rows out', 'kept', `CASE WHEN NOT ${isThin} THEN ${text} END`)]
      : []),
  ];
}

function freeName(name: string, columns: readonly SourceColumn[]): string {
  const taken = new Set(columns.map(({profile}) => profile.name.toLowerCase()));
  let free = name;
  while (taken.has(free.toLowerCase())) free += '_';
  return free;
}

/** The shorter list of the two is written. A missing label is in neither. */
function condition(
  {profile}: SourceColumn,
  thin: readonly string[],
  rest: readonly string[],
  column: string,
): string {
  const values = (labels: readonly string[]) =>
    labels.map((label) => (profile.raw === 'number' ? String(Number(label)) : literal(label))).join(', ');
  return thin.length <= rest.length
    ? `${column} IN (${values(thin)})`
    : `(${column} NOT IN (${values(rest)}) AND ${column} IS NOT NULL)`;
}

/** The column as expressions see it, and as a label. */
function asSql({profile: {name, raw, storage, whole}}: SourceColumn): {column: string; text: string} {
  const own = identifier(name);
  if (raw === 'number')
    return {column: own, text: `CAST(${whole ? `CAST(${own} AS HUGEINT)` : own} AS VARCHAR)`};
  const text = storage === 'VARCHAR' ? own : `CAST(${own} AS VARCHAR)`;
  return {column: text, text};
}

function lines({derive, drop, target}: SourceSection, name: string, expression: string): string {
  return [
    yamlLine('derive', {...derive, [name]: expression}),
    yamlLine('drop', [...drop, target]),
    yamlLine('target', name),
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}
