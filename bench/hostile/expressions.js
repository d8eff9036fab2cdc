import {stringify} from 'yaml';
import {goodManifest} from './manifest.js';

/** What an expression over one row has no right to: other tables, files, other rows, the world. */
const trespasses = [
  ...[
    "(SELECT content FROM read_text('/etc/passwd'))",
    "(SELECT 1 FROM read_csv('/etc/passwd') LIMIT 1)",
    "read_text('/etc/passwd')",
    "(FROM read_blob('/etc/passwd'))",
  ],
  ...[
    "COPY (SELECT 1) TO '../outside/stolen.csv'",
    "1); COPY (SELECT 1) TO '../outside/stolen.csv'; --",
    "ATTACH '../outside/stolen.db'",
    "size; ATTACH '../outside/stolen.db' AS s",
  ],
  ...[
    'size; DROP TABLE "adl:imported"',
    '1) FROM range(10) --',
    'size) AS x, (big',
    '(SELECT 1)',
    'EXISTS (SELECT 1)',
    'size IN (SELECT 1)',
    "(SELECT count(*) FROM glob('/**'))",
  ],
  ...[
    "(SELECT * FROM query('SELECT 1'))",
    "getenv('HOME')",
    "current_setting('temp_directory')",
    '(SELECT * FROM duckdb_settings() LIMIT 1)',
    "nextval('s')",
    '$1',
    '?',
    '$name',
  ],
  ...[
    'random()',
    'now()',
    'current_timestamp',
    'uuid()',
    'row_number() OVER ()',
    'lag(size) OVER ()',
    'sum(size)',
    'count(*)',
    'unnest([1, 2])',
    'UNNEST(range(3))',
    '*',
    'COLUMNS(*)',
    '"adl:row"',
  ],
  ...[
    'INSTALL httpfs',
    "LOAD '/tmp/x.so'",
    'PRAGMA database_list',
    "SET memory_limit = '1GB'",
    "EXPORT DATABASE '../outside/stolen'",
    "(FROM 'table.csv')",
    "(FROM '/etc/passwd')",
    'CALL pragma_version()',
    'DELETE FROM "adl:imported"',
  ],
];

/** What is no expression, fails on a value, or is of a type that no column has. */
const mistakes = [
  ...[
    '',
    ' ',
    '--',
    '/*',
    '/* open',
    ')',
    '(',
    'size +',
    'siz',
    'size AS x',
    "'open",
    '"open',
    'SELECT',
    'size size',
    '\0',
    'size \0',
    '🦆',
    '{',
    '[size',
    'CASE WHEN',
    '\\',
    ';',
    ';;',
  ],
  ...[
    'CAST(note AS INTEGER)',
    "error('own words')",
    'size + note',
    'nosuch(size)',
    'size::nosuch',
    'size IN ()',
    "date '2020-99-99'",
    'chr(-1)',
    'chr(1114112)',
    "strptime(note, '%Q')",
    'make_date(999999999, 1, 1)',
  ],
  ...[
    '9223372036854775807 + 1',
    'factorial(1000)',
    "'x'::BLOB::INTEGER",
    'list_extract(size, 1)',
    'round(size, note)',
    "regexp_matches(note, '(')",
    "json_extract('{', '$')",
    '"no such column"',
    'size.x',
    'a.b.c.d',
    "date_part('nothing', when)",
  ],
];

/** What may well be an expression over a row. */
const fair = [
  ...[
    'size / 0',
    'size, 1',
    "getvariable('x')",
    'NULL',
    "'nan'::DOUBLE",
    "'inf'::DOUBLE",
    '1e400',
    '10 ** 400',
    '[size, 1]',
    "{'a': size}",
    "MAP {'a': size}",
    "'\\xAA'::BLOB",
    "INTERVAL '1 day'",
    'big',
    'hash(note)',
    'size = 1',
    'chr(0)',
    "'\\u0000'",
  ],
  ...[
    'list_transform([size], lambda x: x + 1)',
    "TIMESTAMP 'infinity'",
    "DATE '0001-01-01' - 1000000",
    "CAST('2020-01-01' AS DATE)",
    'size::DECIMAL(38, 30)',
    'repeat(note, 1000)',
    "CASE WHEN size IS NULL THEN 'a' END",
    '1',
  ],
  ...[
    "printf('%d', 1)",
    "format('{}', size)",
    'sqrt(-1)',
    'ln(0)',
    'size % 0',
    '-size',
    'NOT size',
    'size || note',
    "note LIKE '%'",
    'note COLLATE NOCASE',
    'md5(note)::UUID',
    'true',
    'try_cast(note AS INTEGER)',
    "'' ",
    "x'00'",
    "E'\\n'",
  ],
];

/** What runs for minutes or wants more memory than anybody should. */
const heavy = [
  'list_sum(range(20000000000))',
  'len(range(100000000000))',
  "length(repeat('x', 500000000))",
  "length(lpad(color, 50000000, 'y'))",
  "length(format('{:100000000}', size))",
  'levenshtein(repeat(note, 1000), repeat(color, 5000))',
  "regexp_matches(repeat(note, 100000), '(a*)*(b*)*c$')",
];

export const expressionCases = {
  'derive: what it has no right to': (draws) =>
    derived(draws.pick(trespasses), {expect: 'refused', mayName: true}),
  'derive: a mistake': (draws) => derived(draws.pick(mistakes), {expect: 'refused'}),
  'derive: an odd value': (draws) => derived(draws.pick(fair)),
  'derive: one with another': (draws) => {
    const [one, other] = [draws.pick(fair), draws.pick([...fair, ...mistakes])];
    const joint = draws.pick([
      ' + ',
      ' = ',
      ' || ',
      ', ',
      ' IS NOT DISTINCT FROM ',
      ' AND ',
      ' -- ',
      ' /* ',
      '::',
      '.',
      ' ',
      ';',
    ]);
    return derived(`${one}${joint}${other}`, {mayName: true});
  },
  'derive: heavy': (draws) => derived(draws.pick(heavy), {heavy: true}),
  'derive: large': (draws) => {
    const [about, text] = draws.pick([
      ['parentheses', `${'('.repeat(3000)}size${')'.repeat(3000)}`],
      ['terms', Array(3000).fill('size').join(' + ')],
      ['nested calls', `${'abs('.repeat(900)}size${')'.repeat(900)}`],
      ['text', `'${'x'.repeat(1_000_000)}'`],
      ['list', `[${Array(20_000).fill('1').join(',')}][1]`],
      ['cases', `CASE ${Array.from({length: 3000}, (_, i) => `WHEN size = ${i} THEN ${i}`).join(' ')} END`],
      ['nots', `${'NOT '.repeat(4000)}true`],
    ]);
    return {...derived(text), about};
  },
};

function derived(expression, more) {
  const manifest = goodManifest();
  manifest.source.derive = {made: expression};
  return {
    text: stringify(manifest),
    about: JSON.stringify(expression.slice(0, 60)),
    only: ['source', 'run'],
    ...more,
  };
}
