import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openDatabase} from '../../dist/data/database.js';
import {damaged} from './bytes.js';
import {oddNames} from './oddities.js';
import {goodText} from './table.js';

const name = 't.parquet';
const rows = 80;
const asGood = "i, (i * 37 % 50) / 2 AS size, ['red', 'green', 'blue'][1 + i % 3] AS color";
const isBig = "CASE WHEN i * 37 % 50 > 25 THEN 'yes' ELSE 'no' END";

/** Types that a table may have and a file of text has not; each gives a value for row `i`. */
const oddTypes = [
  ...[
    "{'a': i, 'b': 'x'}",
    '[i, i + 1]',
    'MAP {i: i}',
    "'\\xAA\\x00'::BLOB",
    'INTERVAL (i) DAY',
    '(i / 7)::DECIMAL(38, 10)',
  ],
  ...[
    '(i * 1e36)::HUGEINT',
    'md5(i::VARCHAR)::UUID',
    "TIME '01:02:03'",
    "TIMESTAMPTZ '2020-01-01' + INTERVAL (i) DAY",
    "DATE 'infinity'",
  ],
  ...[
    "DATE '5877642-06-25 (BC)'",
    "(['a', 'b'][1 + i % 2])::ENUM ('a', 'b')",
    'i % 2 = 0',
    "'nan'::DOUBLE",
    "'inf'::FLOAT",
  ],
  ...[
    "'1'::BIT",
    'NULL',
    "TIMESTAMP '290309-12-22 (BC) 00:00:00'",
    '[[[i]]]',
    "[{'a': [i]}]",
    '(i * 1e17)::UBIGINT',
    '1e300 * i',
  ],
  ...[
    "CASE WHEN i % 9 = 0 THEN 'nan'::DOUBLE ELSE i END",
    "'x' || chr(0)",
    "repeat('x', 100000)",
    'i::TINYINT',
    "TIMESTAMP_NS '2020-01-01'",
  ],
  ...[
    "DATE '0001-01-01' - i::INTEGER",
    '\'{"a":1}\'::JSON',
    "CASE WHEN i % 2 = 0 THEN 'infinity' ELSE '2020-01-01' END::TIMESTAMP",
  ],
];

export const parquetCases = {
  'parquet damaged': async (draws) => ({...damaged(draws, await goodParquet(draws)), name}),
  'parquet with a damaged footer': async (draws) => {
    const bytes = await goodParquet(draws);
    const from = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    for (let i = draws.between(1, 12); i > 0; i -= 1)
      bytes[draws.between(from, bytes.length - 9)] = draws.below(256);
    return {content: bytes, name};
  },
  'parquet with damaged pages': async (draws) => {
    const bytes = await goodParquet(draws);
    const end = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    for (let i = draws.between(1, 12); i > 0; i -= 1) bytes[draws.between(4, end - 1)] = draws.below(256);
    return {content: bytes, name};
  },
  'parquet with a wrong length of its footer': async (draws) => {
    const bytes = await goodParquet(draws);
    const length = draws.pick([
      0,
      1,
      7,
      0x7fffffff,
      0x80000000,
      0xffffffff,
      bytes.length,
      bytes.length - 8,
      bytes.length - 12,
    ]);
    bytes.writeUInt32LE(length, bytes.length - 8);
    return {content: bytes, name, about: length, expect: 'refused'};
  },
  'parquet of its mark and little else': (draws) => {
    const content = draws.pick([
      'PAR1',
      'PAR1PAR1',
      'PAR1\0\0\0\0PAR1',
      'PARE\0\0\0\0PARE',
      'P',
      'PAR1\xff\xff\xff\xffPAR1',
      goodText,
      '\0'.repeat(64),
      'ARROW1\0\0',
    ]);
    return {
      content: Buffer.from(content, 'latin1'),
      name,
      expect: 'refused',
      about: JSON.stringify(content.slice(0, 16)),
    };
  },
  'parquet cut off': async (draws) => {
    const bytes = await goodParquet(draws);
    return {content: bytes.subarray(0, draws.between(1, bytes.length - 1)), name, expect: 'refused'};
  },
  'parquet of an odd type': async (draws) => {
    const type = draws.pick(oddTypes);
    const content = await parquetOf(
      `SELECT ${asGood}, ${type} AS odd, ${isBig} AS big FROM range(${rows}) t(i)`,
      draws,
    );
    return {content, name, about: type, expect: 'accepted', rows};
  },
  'parquet with a target of an odd type': async (draws) => {
    const type = draws.pick(oddTypes);
    return {
      content: await parquetOf(`SELECT ${asGood}, ${type} AS big FROM range(${rows}) t(i)`, draws),
      name,
      about: type,
    };
  },
  'parquet of odd types together': async (draws) => {
    const few = Array.from({length: draws.between(2, 8)}, (_, at) => `${draws.pick(oddTypes)} AS c${at}`);
    return {
      content: await parquetOf(`SELECT ${few.join(', ')}, ${isBig} AS big FROM range(${rows}) t(i)`, draws),
      name,
    };
  },
  'parquet with an odd name': async (draws) => {
    const odd = draws.pick(oddNames);
    const column = `"${odd.replaceAll('"', '""')}"`;
    const content = await parquetOf(
      `SELECT ${asGood}, i % 7 AS ${column}, ${isBig} AS big FROM range(${rows}) t(i)`,
      draws,
    );
    return {content, name, about: JSON.stringify(odd.slice(0, 30))};
  },
  'parquet of few rows': async (draws) => {
    const count = draws.pick([0, 1, 2]);
    return {
      content: await parquetOf(`SELECT ${asGood}, ${isBig} AS big FROM range(${count}) t(i)`, draws),
      name,
      about: count,
      expect: 'refused',
    };
  },
  'parquet of many columns': async (draws) => {
    const wide = Array.from({length: 600}, (_, at) => `(i * ${at}) % 17 AS c${at}`).join(', ');
    const content = await parquetOf(`SELECT ${wide}, ${isBig} AS big FROM range(${rows}) t(i)`, draws);
    return {content, name, expect: 'accepted', rows, alone: true};
  },
};

function goodParquet(draws) {
  return parquetOf(`SELECT ${asGood}, ${isBig} AS big FROM range(${rows}) t(i)`, draws);
}

async function parquetOf(query, draws) {
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-parquet-'));
  const database = await openDatabase();
  try {
    const path = join(folder, name);
    const compression = draws.pick(['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed']);
    await database.run(`COPY (${query}) TO '${path}' (FORMAT parquet, COMPRESSION ${compression})`);
    return readFileSync(path);
  } finally {
    database.close();
    rmSync(folder, {recursive: true});
  }
}
