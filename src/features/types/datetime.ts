import {int64s, strings} from '../../base/tensor.js';
import {datetimeLayouts, monthNames} from '../../data/datetime-layouts.js';
import {identifier, literal} from '../../data/identifier.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import {type Day, dayNumber, isRealDay, weekday} from '../calendar.js';
import {type CodeTable, tableName, tablesGraph, tablesSql} from '../code-tables.js';
import {cycleTables} from '../cycle-tables.js';
import {dateSql, hourText, spellings} from '../day-spelling.js';
import type {EncodedColumn, FeatureType, FittedColumn} from './feature-type.js';

interface Fitted {
  layout: string;
  /** Whether times of day occur. */
  hours: boolean;
  /** Whether parts that come round again are given as sine and cosine; left out where they are codes. */
  cycles?: true;
}

/**
 * A day, with or without a time. Text of another layout, and days that their month does not have, are missing. A
 * time's zone is read over: 23:00-05:00 is hour 23 of the day that is written.
 */
export const datetime: FeatureType = {
  summary: 'A day, with or without a time of day.',
  usable: true,
  accepts: ['string'],
  options: ['cycles'],
  readable: ({raw, datetimeShare}) => (raw === 'number' ? 0 : datetimeShare),
  fit: ({name}, relation) => {
    // Each text is looked at once, however many rows have it: patterns take longer than to count.
    const texts = `(SELECT ${identifier(name)} AS x, count(*) AS n FROM ${relation} GROUP BY ALL)`;
    const rowsWith = (condition: string) => `coalesce(sum(n) FILTER (WHERE ${condition}), 0)`;
    const counts = Object.values(datetimeLayouts).map(({either}, at) => {
      const fits = `regexp_full_match(x, ${literal(either)})`;
      const hour = `${hourText('x')} NOT IN ('', '00')`;
      return `${rowsWith(fits)} AS days${at}, ${rowsWith(`${fits} AND ${hour}`)} AS hours${at}`;
    });
    return `SELECT ${counts.join(', ')} FROM ${texts}`;
  },
  fitted: ([counts], {options}) => {
    const [best] = Object.keys(datetimeLayouts)
      .map((layout, at) => ({
        layout,
        days: Number(counts![`days${at}`]),
        hours: Number(counts![`hours${at}`]) > 0,
      }))
      .sort((a, b) => b.days - a.days);
    return {layout: best!.layout, hours: best!.hours, ...(options?.cycles && {cycles: true})};
  },
  columns: (column) =>
    partsOf(column).flatMap((part): EncodedColumn[] => {
      const name = `${column.name}.${part.name}`;
      const cycles = cyclesOf(column, part);
      if (cycles) return cycles.map((table) => ({name: tableName(name, table), encoding: {kind: 'numeric'}}));
      return [{name, encoding: part.codes ? {kind: 'code', size: part.codes.count + 2} : {kind: 'numeric'}}];
    }),
  sql: partsSql,
  graph: partsGraph,
  example: {
    raw: 'string',
    values: [
      '2023-01-31',
      '2024-02-29',
      '2023-02-29',
      '1969-12-31 23:59',
      '2000-03-01T07:05:09.25Z',
      '1999-2-3',
      '',
      null,
    ],
  },
};

interface Part {
  name: string;
  /** Of a part that comes round again, such as the month: how many values it has, and the first. A category. */
  codes?: {first: number; count: number};
}

function partsOf({fitted}: FittedColumn): Part[] {
  const days: Part[] = [
    {name: 'year'},
    {name: 'month', codes: {first: 1, count: 12}},
    {name: 'day'},
    {name: 'weekday', codes: {first: 0, count: 7}},
    {name: 'number'},
  ];
  return (fitted as unknown as Fitted).hours ? [...days, {name: 'hour', codes: {first: 0, count: 24}}] : days;
}

function cyclesOf({fitted}: FittedColumn, {codes}: Part): CodeTable[] | undefined {
  return codes && (fitted as unknown as Fitted).cycles ? cycleTables(codes.count) : undefined;
}

/**
 * The date is worked out once, however often it stands here: DuckDB finds what occurs again, but not within a CASE. A
 * pattern takes long to make ready, longer than a few rows take.
 */
function partsSql(column: FittedColumn): string[] {
  const text = identifier(column.name);
  const {layout} = column.fitted as unknown as Fitted;
  const date = dateSql(text, layout);
  const expressions: Record<string, string> = {
    year: `year(${date})`,
    month: `month(${date})`,
    day: `day(${date})`,
    weekday: `dayofweek(${date})`,
    number: `date_diff('day', TIMESTAMP '1970-01-01', ${date})`,
    hour: `TRY_CAST('0' || ${hourText(text)} AS INTEGER) + 0 * year(${date})`,
  };
  return partsOf(column).flatMap((part) => {
    const value = expressions[part.name];
    if (!part.codes) return [`CAST(${value} AS FLOAT)`];
    const code = `coalesce(CAST(${value} AS INTEGER) + ${2 - part.codes.first}, 0)`;
    const cycles = cyclesOf(column, part);
    return cycles ? tablesSql(code, cycles) : [code];
  });
}

function partsGraph(builder: Builder, raw: Value, column: FittedColumn): Value[] {
  const {layout, hours} = column.fitted as unknown as Fitted;
  const {fits, dayText, timeText} = separate(builder, raw, layout);
  const {delimiter, order, named} = spellings[layout]!;
  const numbers = pieces(builder, dayText, delimiter, 3).map((text, at) =>
    named && order[at] === 'month' ? monthNumber(builder, text) : builder.emit('Cast', [text], {to: 'int64'}),
  );
  const day = Object.fromEntries(order.map((name, at) => [name, numbers[at]!])) as unknown as Day;
  const number = dayNumber(builder, day);
  const hour = () => builder.emit('Cast', [pieces(builder, timeText, ':', 2)[0]!], {to: 'int64'});
  const valid = builder.emit('And', [fits, isRealDay(builder, day)]);
  const values: Record<string, Value> = {
    ...day,
    weekday: weekday(builder, number),
    number,
    ...(hours && {hour: hour()}),
  };
  return partsOf(column).flatMap((part) => {
    const value = values[part.name]!;
    if (part.codes) {
      const codes = code(builder, valid, value, part.codes.first);
      const cycles = cyclesOf(column, part);
      return cycles ? tablesGraph(builder, codes, cycles) : [codes];
    }
    const float = builder.emit('Cast', [value], {to: 'float'});
    return [builder.emit('Where', [valid, float, builder.scalar(Number.NaN)])];
  });
}

function monthNumber(builder: Builder, text: Value): Value {
  return builder.emit('LabelEncoder', [text], {
    keys_strings: monthNames.map((name) => name.slice(0, 3)),
    values_int64s: monthNames.map((_, at) => at + 1),
    default_int64: 1,
  });
}

/** 0 for missing, and 2 for the first value. */
function code(builder: Builder, valid: Value, part: Value, first: number): Value {
  const shifted = builder.emit('Add', [part, builder.constant(int64s([], [2 - first]))]);
  const chosen = builder.emit('Where', [valid, shifted, builder.constant(int64s([], [0]))]);
  return builder.emit('Cast', [chosen], {to: 'int32'});
}

/** The day and the time of every row as text that can be split; rows that do not fit get a day that does. */
function separate(
  builder: Builder,
  raw: Value,
  layout: string,
): {fits: Value; dayText: Value; timeText: Value} {
  const {day, timed} = datetimeLayouts[layout]!;
  const {some} = spellings[layout]!;
  const text = (value: string) => builder.constant(strings([], [value]));
  const isDay = builder.emit('RegexFullMatch', [raw], {pattern: day});
  const isTimed = builder.emit('RegexFullMatch', [raw], {pattern: timed});
  const hasT = builder.emit('And', [isTimed, builder.emit('RegexFullMatch', [raw], {pattern: `${day}T.*`})]);
  const hasSpace = builder.emit('And', [isTimed, builder.emit('Not', [hasT])]);
  const halves = (where: Value, delimiter: string) =>
    pieces(builder, builder.emit('Where', [where, raw, text(`${some}${delimiter}00:00`)]), delimiter, 2);
  const [atT, atSpace] = [halves(hasT, 'T'), halves(hasSpace, ' ')];
  const plain = builder.emit('Where', [isDay, raw, text(some)]);
  const choose = (half: number, otherwise: Value) =>
    builder.emit('Where', [hasT, atT[half]!, builder.emit('Where', [hasSpace, atSpace[half]!, otherwise])]);
  return {
    fits: builder.emit('Or', [isDay, isTimed]),
    dayText: choose(0, plain),
    timeText: choose(1, text('00:00')),
  };
}

/** Splits text that has exactly so many pieces, or more, of which the last keeps the rest. */
function pieces(builder: Builder, text: Value, delimiter: string, count: number): Value[] {
  const [split] = builder.emitAll('StringSplit', [text], {delimiter, maxsplit: count - 1});
  const ones = builder.integers(Array.from({length: count}, () => 1));
  return builder
    .emitAll('Split', [split!, ones], {axis: 1})
    .map((piece) => builder.emit('Reshape', [piece, builder.integers([-1])]));
}
