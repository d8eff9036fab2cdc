import type {Builder, Value} from '../graph/ops/op.js';
import {type CodeTable, tableName, tablesGraph, tablesSql} from './code-tables.js';
import type {EncodedColumn, FittedColumn} from './types/feature-type.js';
import {featureTypes} from './types/registry.js';

/** A column with its type, as the snapshot's schema and a trained model hold it. */
export interface TypedColumn extends FittedColumn {
  type: string;
  /** The numbers that stand for its codes; left out where the codes stay. */
  encoder?: {encode: string; tables: CodeTable[]} | undefined;
}

/** A column while a snapshot is made: training rows may get numbers of their own. */
export interface ColumnToEncode extends TypedColumn {
  folds?: CodeTable[][] | undefined;
}

export interface EncodedValues {
  /** [N, k], NaN for missing; left out where no column is encoded as a number. */
  numeric?: Value;
  /** [N, m]; left out where no column is encoded as a code. */
  codes?: Value;
}

/** What a column becomes in stage 1. */
export function encodedColumns(column: TypedColumn): EncodedColumn[] {
  const {type, encoder, name} = column;
  if (!encoder) return featureTypes[type]!.columns(column);
  return encoder.tables.map((table) => ({name: tableName(name, table), encoding: {kind: 'numeric'}}));
}

/** Stage 1 as graph: `inputs` are the raw columns by name, [N] each. */
export function encodeGraph(
  builder: Builder,
  inputs: ReadonlyMap<string, Value>,
  columns: readonly TypedColumn[],
): EncodedValues {
  const encoded = columns.flatMap((column) => {
    const raw = featureTypes[column.type]!.graph(builder, inputs.get(column.name)!, column);
    const values = column.encoder ? tablesGraph(builder, raw[0]!, column.encoder.tables) : raw;
    return encodedColumns(column).map(({encoding}, at) => ({kind: encoding.kind, value: values[at]!}));
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
export function encodeSql(columns: readonly ColumnToEncode[]): string[] {
  const encoded = columns.flatMap((column) => {
    const raw = featureTypes[column.type]!.sql(column);
    const {encoder, folds} = column;
    const expressions = encoder ? tablesSql(raw[0]!, encoder.tables, folds) : raw;
    return encodedColumns(column).map(({encoding}, at) => ({
      kind: encoding.kind,
      expression: expressions[at]!,
    }));
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
