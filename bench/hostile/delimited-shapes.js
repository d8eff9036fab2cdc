import {gzipSync} from 'node:zlib';
import {damaged} from './bytes.js';
import {delimited, goodRows, goodText, header, renamed, target, withColumn} from './table.js';

const accepted = (content, more) => ({content, expect: 'accepted', rows: goodRows.length, ...more});
const refused = (content, more) => ({content, expect: 'refused', ...more});

/** Tables as text that are no tables, or others than they seem. */
export const delimitedShapeCases = {
  'csv with names that are nearly the same': (draws) => {
    const twins = draws.pick([
      ['a', 'a'],
      ['a', 'A'],
      ['', ''],
      ['a', 'a '],
      ['é', 'e\u0301'],
      ['İ', 'i'],
      ['ß', 'ẞ'],
      ['k', '\u212a'],
      ['a', 'a_1'],
      ['big', 'big_1'],
      ['', 'column0'],
    ]);
    const rows = goodRows.map((row, i) => [String(i % 7), String(i % 5), ...row]);
    return {content: delimited([[...twins, ...header], ...rows]), about: JSON.stringify(twins)};
  },
  'csv with a name that adl keeps': (draws) =>
    refused(delimited(renamed('color', draws.pick(['adl:row', 'ADL:x', 'adl:']))), {mayName: true}),
  'csv with little in it': (draws) => {
    const content = draws.pick([
      '',
      '\n',
      '\n\n\n',
      ' ',
      ',',
      '"',
      '""',
      'big',
      'big\n',
      'big\nyes\n',
      'big,a\nyes,1\n',
      '\0',
      '\ufeff',
      '\ufeff\n',
      '"big"\n"',
    ]);
    return refused(content, {about: JSON.stringify(content)});
  },
  'csv with nothing to learn': (draws) => {
    const [about, rows] = draws.pick([
      ['target all missing', withColumn(target, () => '')],
      ['target of one value', withColumn(target, () => 'yes')],
      ['target a key', withColumn(target, (i) => `id-${i}`)],
      ['target alone', [[target], ...goodRows.map((row) => [row[4]])]],
      ['all else constant', [[target, 'a'], ...goodRows.map((row) => [row[4], 'x'])]],
      ['all else empty', [[target, 'a', 'b'], ...goodRows.map((row) => [row[4], '', ''])]],
    ]);
    return refused(delimited(rows), {about});
  },
  'csv with another delimiter': (draws) => {
    const delimiter = draws.pick([';', '|', '\t', '^', '~', '\x01', ':', ' ', '||', '，']);
    const content = delimited([header, ...goodRows], {delimiter});
    return {
      ...([';', '|', '\t'].includes(delimiter) ? accepted(content) : {content}),
      about: JSON.stringify(delimiter),
    };
  },
  'csv with lines before or behind': (draws) => ({
    content:
      draws.pick(['# a comment\n', 'sep=,\n', '\n\n', 'Report of 2020\n\n', '---\n', `${goodText}\n`]) +
      goodText +
      draws.pick(['', '\n\n', 'total,,,,\n', '(80 rows)\n', '\x1a']),
  }),
  'csv twice, one behind the other': () => ({content: goodText + goodText}),
  'another kind of file as csv': (draws) => {
    const [about, content] = draws.pick([
      ['gzip', gzipSync(goodText)],
      ['zip', Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0'), draws.bytes(600)])],
      ['png', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), draws.bytes(900)])],
      [
        'html',
        '<!doctype html>\n<html><head><title>404, not found</title></head>\n<body>big, yes</body></html>\n',
      ],
      ['markdown', '| big | size |\n|---|---|\n| yes | 1 |\n| no | 2 |\n'],
      ['json', '[{"big": "yes"}, {"big": "no"}]'],
      ['sqlite', Buffer.concat([Buffer.from('SQLite format 3\0'), draws.bytes(900)])],
      ['elf', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), draws.bytes(900)])],
      ['git lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'],
    ]);
    return refused(content, {about});
  },
  'csv compressed': (draws) => {
    const whole = gzipSync(goodText);
    const [about, made] = draws.pick([
      ['well', accepted(whole)],
      ['not at all', refused(goodText)],
      ['and damaged', damaged(draws, whole)],
      ['and cut off', refused(whole.subarray(0, whole.length >> 1))],
      ['twice', {content: gzipSync(whole)}],
      ['nothing', refused(gzipSync(''))],
      ['zeros', {content: gzipSync(Buffer.alloc(20_000_000))}],
    ]);
    return {...made, about, name: 't.csv.gz'};
  },
  'csv under another name': (draws) => {
    const name = draws.pick([
      't.parquet',
      't.json',
      't.ndjson',
      't.csv.zst',
      't.jsonl',
      't.json.gz',
      't.parquet.gz',
    ]);
    return refused(goodText, {name, about: name});
  },
};
