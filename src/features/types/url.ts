import {strings} from '../../base/tensor.js';
import {identifier, literal} from '../../data/identifier.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import type {FeatureType, FittedColumn} from './feature-type.js';

/** Hosts seen less often in the training rows share one code with unseen ones, and so do all but the most frequent. */
const [minimumCount, mostHosts] = [2, 1000];

/** What stands behind every address, so that it has a host, if an empty one. */
const padding = '///';

/** Code 0 is missing, 1 an unseen or rare host or none, 2 … the known hosts, the most frequent first: `https://HOST/path`. */
export const url: FeatureType = {
  summary: 'An address on the web: its host is a category.',
  usable: true,
  accepts: ['string'],
  readable: () => 1,
  fit: (
    {name, options},
    relation,
  ) => `SELECT host, count(*) AS times FROM (SELECT ${hostSql(name)} AS host FROM ${relation})
    WHERE host <> '' AND NOT contains(host, chr(0)) GROUP BY host HAVING count(*) >= ${options?.rare ? 1 : minimumCount}
    ORDER BY times DESC, host LIMIT ${mostHosts}`,
  fitted: (rows) => ({hosts: rows.map(({host}) => String(host))}),
  columns: (column) => [
    {name: `${column.name}.host`, encoding: {kind: 'code', size: hostsOf(column).length + 2}},
  ],
  dictionary: hostsOf,
  sql: (column) => {
    const host = hostSql(column.name);
    const known = `TRY_CAST(${host} AS ENUM(${hostsOf(column).map(literal).join(', ')}))`;
    const code = hostsOf(column).length === 0 ? '1' : `coalesce(CAST(enum_code(${known}) AS INTEGER) + 2, 1)`;
    return [`CASE WHEN ${identifier(column.name)} IS NULL THEN 0 ELSE ${code} END`];
  },
  graph: (builder, raw, column) => [codeGraph(builder, raw, hostsOf(column))],
  example: {
    raw: 'string',
    values: [
      ...[
        'https://a.org/x',
        'https://a.org',
        'http://b.net/y/z',
        'http://b.net',
        'ftp://c.io/',
        'a.org/x',
        '//',
        '/',
      ],
      ...['', null, 'https://', 'https:///x', 'nothing', 'https://été.fr/?q=1/2', 'https://été.fr'],
    ],
  },
};

function hostsOf({fitted}: FittedColumn): string[] {
  return (fitted as {hosts: string[]}).hosts;
}

function hostSql(name: string): string {
  return `string_split(${identifier(name)} || ${literal(padding)}, '/')[3]`;
}

function codeGraph(builder: Builder, raw: Value, hosts: readonly string[]): Value {
  const text = builder.emit('StringConcat', [raw, builder.constant(strings([], [padding]))]);
  const [pieces] = builder.emitAll('StringSplit', [text], {delimiter: '/', maxsplit: 3});
  const columns = builder.emitAll('Split', [pieces!, builder.integers([1, 1, 1, 1])], {axis: 1});
  const host = builder.emit('Reshape', [columns[2]!, builder.integers([-1])]);
  const code = builder.emit('LabelEncoder', [host], {
    // A key that stands for no host, since the operator wants at least one.
    keys_strings: ['', ...hosts],
    values_int64s: [1, ...hosts.map((_, at) => at + 2)],
    default_int64: 1,
  });
  const isMissing = builder.emit('Equal', [raw, builder.constant(strings([], ['']))]);
  const known = builder.emit('Cast', [code], {to: 'int32'});
  return builder.emit('Where', [
    isMissing,
    builder.constant({type: 'int32', shape: [], data: new Int32Array(1)}),
    known,
  ]);
}
