import {int64s} from '../../base/tensor.js';
import {identifier, literal} from '../../data/identifier.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import type {FeatureType, FittedColumn, RawKind} from './feature-type.js';

/** Values seen less often in the training rows share one code with unseen ones. */
const minimumCount = 2;
/** And so do all but this many of the most frequent. */
const mostValues = 1000;

/** Code 0 is missing, 1 unseen or rare, 2 … the known values, the most frequent first. */
export const categorical: FeatureType = {
  summary: 'One of a set of values that have no order.',
  usable: true,
  accepts: ['string', 'number'],
  readable: () => 1,
  fit: (
    {name, raw, options},
    relation,
  ) => `SELECT key, count(*) AS times FROM (SELECT ${key(name, raw)} AS key FROM ${relation})
    WHERE key IS NOT NULL AND NOT contains(key, chr(0)) GROUP BY key HAVING count(*) >= ${options?.rare ? 1 : minimumCount}
    ORDER BY times DESC, key LIMIT ${mostValues}`,
  fitted: (rows) => ({values: rows.map((row) => String(row.key))}),
  columns: (column) => [{name: column.name, encoding: {kind: 'code', size: known(column).length + 2}}],
  dictionary: known,
  sql: (column) => [codeSql(column)],
  graph: (builder, raw, column) => [
    builder.emit(
      'Cast',
      [column.raw === 'number' ? numberCode(builder, raw, column) : textCode(builder, raw, column)],
      {
        to: 'int32',
      },
    ),
  ],
  example: {
    raw: 'string',
    values: ['a', 'a', 'b', 'b', "it's", "it's", 'A', ' a', '', null, 'été', 'été', 'rare', '\u{1f426}'],
  },
};

/** Numbers are told apart as 32-bit floats, by DuckDB's shortest text for them; adding 0 makes one of both zeros. */
function key(name: string, raw: RawKind): string {
  return raw === 'number' ? `CAST(TRY_CAST(${identifier(name)} AS FLOAT) + 0 AS VARCHAR)` : identifier(name);
}

function known({fitted}: FittedColumn): string[] {
  return (fitted as {values: string[]}).values;
}

/** A cast to an ENUM is a look-up that costs the same for any number of values. */
function codeSql(column: FittedColumn): string {
  const text = key(column.name, column.raw);
  const values = known(column);
  const code = `enum_code(TRY_CAST(${text} AS ENUM(${values.map(literal).join(', ')})))`;
  const seen = values.length === 0 ? '1' : `coalesce(CAST(${code} AS INTEGER) + 2, 1)`;
  return `CASE WHEN ${text} IS NULL THEN 0 ELSE ${seen} END`;
}

function textCode(builder: Builder, raw: Value, column: FittedColumn): Value {
  const values = known(column);
  return builder.emit('LabelEncoder', [raw], {
    keys_strings: ['', ...values],
    values_int64s: [0, ...values.map((_, at) => at + 2)],
    default_int64: 1,
  });
}

/** A number that no 32-bit float can hold is missing, as it is for `numeric`. */
function numberCode(builder: Builder, raw: Value, column: FittedColumn): Value {
  const float = builder.emit('Cast', [raw], {to: 'float'});
  const code = builder.emit('LabelEncoder', [float], {
    // A key that is never met but for a NaN, since the operator wants at least one.
    keys_floats: [Number.NaN, ...known(column).map(Number)],
    values_int64s: [0, ...known(column).map((_, at) => at + 2)],
    default_int64: 1,
  });
  const isMissing = builder.emit('Or', [builder.emit('IsNaN', [float]), builder.emit('IsInf', [float])]);
  return builder.emit('Where', [isMissing, builder.constant(int64s([], [0])), code]);
}
