import type {Builder, Value} from '../graph/ops/op.js';
import type {FittedColumn} from './types/feature-type.js';
import {featureTypes} from './types/registry.js';

/** A column with its type, as the snapshot's schema and a trained model hold it. */
export interface TypedColumn extends FittedColumn {
  type: string;
}

export interface EncodedValues {
  /** [N, k], NaN for missing; left out where no column is encoded as a number. */
  numeric?: Value;
  /** [N, m]; left out where no column is encoded as a code. */
  codes?: Value;
}

/** Stage 1 as graph: `inputs` are the raw columns by name, [N] each. */
export function encodeGraph(
  builder: Builder,
  inputs: ReadonlyMap<string, Value>,
  columns: readonly TypedColumn[],
): EncodedValues {
  const encoded = columns.flatMap((column) => {
    const type = featureTypes[column.type]!;
    const values = type.graph(builder, inputs.get(column.name)!, column);
    return type.columns(column).map(({encoding}, at) => ({kind: encoding.kind, value: values[at]!}));
  });
  const joined = (kind: string) =>
    join(
      builder,
      encoded.filter((one) => one.kind === kind).map(({value}) => value),
    );
  const [numeric, codes] = [joined('numeric'), joined('code')];
  return {...(numeric && {numeric}), ...(codes && {codes})};
}

/** Stage 1 as SQL, in the order of a snapshot's parts: `n0 …` floats, then `c0 …` codes, each with its name. */
export function encodeSql(columns: readonly TypedColumn[]): string[] {
  const encoded = columns.flatMap((column) => {
    const type = featureTypes[column.type]!;
    const expressions = type.sql(column);
    return type
      .columns(column)
      .map(({encoding}, at) => ({kind: encoding.kind, expression: expressions[at]!}));
  });
  const named = (kind: string, prefix: string, type: string) =>
    encoded
      .filter((one) => one.kind === kind)
      .map(({expression}, at) => `CAST(${expression} AS ${type}) AS ${prefix}${at}`);
  return [...named('numeric', 'n', 'FLOAT'), ...named('code', 'c', 'INTEGER')];
}

function join(builder: Builder, values: readonly Value[]): Value | undefined {
  if (values.length === 0) return undefined;
  const upright = values.map((value) => builder.emit('Reshape', [value, builder.integers([-1, 1])]));
  return upright.length === 1 ? upright[0] : builder.emit('Concat', upright, {axis: 1});
}
