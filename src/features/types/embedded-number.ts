import {doubles, strings} from '../../base/tensor.js';
import {identifier, literal} from '../../data/identifier.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import type {FeatureType, FittedColumn} from './feature-type.js';

interface Fitted {
  /** What stands before numbers, and behind them; both may be missing in a value. */
  before: string;
  after: string;
  marks: keyof typeof marks;
}

/** How numbers are written: at most so many groups of digits, and none so long that no double holds it. */
const marks = {
  'point for decimals': {
    pattern: '[-+]?([0-9]{1,3}(,[0-9]{2,3}){1,8}|[0-9]{1,40})([.][0-9]{1,40})?',
    apart: [','],
    decimal: '.',
  },
  'comma for decimals': {
    pattern: '[-+]?([0-9]{1,3}([. ][0-9]{3}){1,8}|[0-9]{1,40})(,[0-9]{1,40})?',
    apart: ['.', ' '],
    decimal: ',',
  },
} as const;

/** How often a piece can stand in a value that fits: around a number, between its digits, and spaces anywhere. */
const most = {around: 2, between: 8, spaces: 16};

/**
 * A number with something around it, such as `$1,200`, `12%`, `5 kg` or `1.200,50 €`. What stands around most numbers of the
 * training rows is read over; values with anything else around theirs are missing, as a number of another unit would mislead.
 */
export const embeddedNumber: FeatureType = {
  summary: 'A number with something around it.',
  usable: true,
  accepts: ['string'],
  readable: ({quantityShare}) => quantityShare,
  fit: ({name}, relation) => {
    // A hyphen behind a letter joins a word to its number: it is no sign.
    const whole = '^([^0-9+-]*\\pL[-+]|[^0-9+-]*)([-+]?[0-9](?:[0-9., ]*[0-9])?)([^0-9]*)$';
    const part = (group: number) =>
      `regexp_extract(trim(${identifier(name)}, ' '), ${literal(whole)}, ${group})`;
    const [point, comma] = Object.values(marks).map(
      ({pattern}) => `regexp_full_match(number, ${literal(pattern)})`,
    );
    return `SELECT trim(before, ' ') AS before, trim(after, ' ') AS after, count_if(${point}) AS points, count_if(${comma}) AS commas
      FROM (SELECT ${part(1)} AS before, ${part(2)} AS number, ${part(3)} AS after FROM ${relation})
      WHERE number <> '' AND NOT contains(before || after, chr(0)) GROUP BY ALL
      ORDER BY greatest(points, commas) DESC, before, after LIMIT 1`;
  },
  fitted: ([row]) => {
    const [before, after] = [row?.before, row?.after].map((text) => around(String(text ?? '')));
    const isComma = Number(row?.commas ?? 0) > Number(row?.points ?? 0);
    return {before: before!, after: after!, marks: isComma ? 'comma for decimals' : 'point for decimals'};
  },
  columns: ({name}) => [{name, encoding: {kind: 'numeric'}}],
  sql: (column) => [numberSql(identifier(column.name), fittedOf(column))],
  graph: (builder, raw, column) => [numberGraph(builder, raw, fittedOf(column))],
  example: {
    raw: 'string',
    values: [
      ...[
        '$1,200',
        '$ 12.50',
        '$-3',
        '-4',
        '$7',
        '1,2,3',
        '$1,23,456.5',
        '$',
        '€5',
        '5 kg',
        '$1.',
        'about $5',
      ],
      ...[
        '',
        null,
        '  $8  ',
        '$9 $9',
        '$1e5',
        '$0012',
        '$١',
        `$${'9'.repeat(41)}`,
        '$1,234,567,890,123,456,789',
      ],
    ],
  },
};

/** Marks and signs of numbers are no words around them. */
function around(text: string): string {
  return /^[\s.,+-]*$/.test(text) || text.length > 40 ? '' : text;
}

function fittedOf({fitted}: FittedColumn): Fitted {
  return fitted as unknown as Fitted;
}

/** Matches whole values, for RE2. */
function patternOf({before, after, marks: own}: Fitted): string {
  const optional = (text: string) => (text === '' ? '' : `(${escaped(text)})?[ ]{0,2}`);
  return `[ ]{0,2}${optional(before)}${marks[own].pattern}[ ]{0,2}${optional(after)}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

interface Piece {
  text: string;
  most: number;
}

/** What is taken out of a value that fits, in this order: what may hold another piece goes before it. */
function removed({before, after, marks: own}: Fitted): Piece[] {
  const around = [before, after].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  return [
    ...around.map((text) => ({text, most: most.around})),
    ...marks[own].apart.map((text) => ({text, most: text === ' ' ? most.spaces : most.between})),
  ];
}

function numberSql(column: string, fitted: Fitted): string {
  const bare = removed(fitted).reduce(
    (text, piece) => `replace(${text}, ${literal(piece.text)}, '')`,
    column,
  );
  const number = marks[fitted.marks].decimal === ',' ? `replace(${bare}, ',', '.')` : bare;
  const fits = `regexp_full_match(${column}, ${literal(patternOf(fitted))})`;
  return `TRY_CAST(CASE WHEN ${fits} THEN TRY_CAST(${number} AS DOUBLE) END AS FLOAT)`;
}

function numberGraph(builder: Builder, raw: Value, fitted: Fitted): Value {
  const fits = builder.emit('RegexFullMatch', [raw], {pattern: patternOf(fitted)});
  const safe = builder.emit('Where', [fits, raw, builder.constant(strings([], ['0']))]);
  const bare = removed(fitted).reduce((text, piece) => joined(builder, text, piece, ''), safe);
  const number =
    marks[fitted.marks].decimal === ',' ? joined(builder, bare, {text: ',', most: 1}, '.') : bare;
  const double = builder.emit('Cast', [number], {to: 'double'});
  const known = builder.emit('Where', [fits, double, builder.constant(doubles([], [Number.NaN]))]);
  const float = builder.emit('Cast', [known], {to: 'float'});
  return builder.emit('Where', [builder.emit('IsInf', [float]), builder.scalar(Number.NaN), float]);
}

/**
 * Text with something else in the places of a piece that it has `most` times at most. No operator of ONNX replaces text: it is
 * split there and put together again. So many pieces are added behind it that every row has the same number.
 */
function joined(builder: Builder, text: Value, {text: piece, most}: Piece, by: string): Value {
  const padded = builder.emit('StringConcat', [
    text,
    builder.constant(strings([], [piece.repeat(most + 1)])),
  ]);
  const [split] = builder.emitAll('StringSplit', [padded], {delimiter: piece, maxsplit: most + 1});
  const ones = builder.integers(Array.from({length: most + 2}, () => 1));
  const [first, ...others] = builder
    .emitAll('Split', [split!, ones], {axis: 1})
    .slice(0, most + 1)
    .map((one) => builder.emit('Reshape', [one, builder.integers([-1])]));
  const between = builder.constant(strings([], [by]));
  return others.reduce((all, one) => {
    const next = by === '' ? one : builder.emit('StringConcat', [between, one]);
    return builder.emit('StringConcat', [all, next]);
  }, first!);
}
