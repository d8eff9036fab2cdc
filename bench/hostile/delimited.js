import {damaged} from './bytes.js';
import {oddDates, oddNames, oddNumbers} from './oddities.js';
import {delimited, goodRows, goodText, header, renamed, target, withColumn} from './table.js';

const accepted = (content, more) => ({content, expect: 'accepted', rows: goodRows.length, ...more});
const refused = (content, more) => ({content, expect: 'refused', ...more});
const utf16 = (text, mark = true) => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
const mixed = (draws, list, share) => (i) => (draws.chance(share) ? draws.pick(list) : goodRows[i][0]);

/** Hostile tables as text, each `{content, name?, target?, expect?, rows?}`; `name` is by default t.csv. */
export const delimitedCases = {
  'csv damaged': (draws) => damaged(draws, Buffer.from(goodText)),
  'csv of quotes, ends and delimiters': (draws) => ({
    content: draws.text(
      ['"', ',', '\n', '\r', '\r\n', ';', '\t', ' ', 'a', '1', "'", '\\', '|'],
      draws.between(1, 400),
    ),
    target: draws.pick(['a', '1', 'aa', target]),
  }),
  'csv with odd marks strewn in': (draws) => {
    const marks = ['"', '""', '\r', '\n', '\0', ',', ';', '\t', '\\"', '\ufeff', '\u2028', "'", '#', '\x1a'];
    let text = goodText;
    for (let i = draws.between(1, 12); i > 0; i -= 1) {
      const at = draws.below(text.length);
      text = text.slice(0, at) + draws.pick(marks) + text.slice(at);
    }
    return {content: text};
  },
  'csv of random bytes': (draws) => ({content: draws.bytes(draws.between(1, 3000))}),
  'csv with an odd name': (draws) => {
    const from = draws.pick(header);
    const name = draws.pick(oddNames);
    const more = from === target ? {target: name} : {};
    return {content: delimited(renamed(from, name)), about: JSON.stringify(name.slice(0, 30)), ...more};
  },
  'csv of odd numbers': (draws) => ({
    content: delimited(withColumn('size', mixed(draws, oddNumbers, draws.pick([0.02, 0.2, 1])))),
  }),
  'csv with one odd number': (draws) => {
    const [number, at] = [draws.pick(oddNumbers), draws.below(goodRows.length)];
    const values = (i) => (i === at ? number : String(i));
    return accepted(delimited(withColumn('size', values)), {about: number.slice(0, 24)});
  },
  'csv with a target of odd numbers': (draws) => {
    const some = Array.from({length: draws.between(1, 6)}, () => draws.pick(oddNumbers));
    return {
      content: delimited(withColumn(target, (i) => (draws.chance(0.3) ? draws.pick(some) : String(i * 1.5)))),
    };
  },
  'csv of odd dates': (draws) => {
    const dates = Array.from({length: draws.between(1, 5)}, () => draws.pick(oddDates));
    const share = draws.pick([0.05, 0.3, 1]);
    const values = (i) => (draws.chance(share) ? draws.pick(dates) : goodRows[i][2]);
    return accepted(delimited(withColumn('when', values)), {about: dates.join(' ')});
  },
  'csv of ragged rows': (draws) => {
    const rows = [header, ...goodRows].map((row) => [...row]);
    for (let i = draws.between(1, 6); i > 0; i -= 1) {
      const row = draws.pick(rows);
      if (draws.chance(0.5)) row.push(...Array(draws.between(1, 9)).fill('more'));
      else row.splice(draws.below(row.length), draws.between(1, 4));
    }
    return {content: delimited(rows)};
  },
  'csv with one more field in a row': (draws) => {
    const rows = [header, ...goodRows].map((row) => [...row]);
    rows[draws.between(1, 80)].push('x');
    return refused(delimited(rows));
  },
  'csv in another encoding': (draws) => {
    const text = delimited(withColumn('color', (i) => ['röt', 'grün', 'bläu'][i % 3]));
    const encoded = draws.pick(['latin1', 'utf16le without a mark', 'utf32le', 'surrogates', 'overlong']);
    const bytes = {
      latin1: () => Buffer.from(text, 'latin1'),
      'utf16le without a mark': () => utf16(text, false),
      utf32le: () =>
        Buffer.from(Uint32Array.from([0xfeff, ...[...text].map((c) => c.codePointAt(0))]).buffer),
      surrogates: () =>
        Buffer.from(Buffer.from(text, 'latin1').toString('latin1').replaceAll('ö', '\xed\xa0\x80'), 'latin1'),
      overlong: () => Buffer.from(goodText.replace('red', '\xc0\xaf'), 'latin1'),
    };
    // Of the half of each character that is zero the encoding can be told.
    const isKnown = encoded.startsWith('utf16');
    return {...(isKnown ? accepted(bytes[encoded]()) : refused(bytes[encoded]())), about: encoded};
  },
  'csv with a mark before it': (draws) => {
    const first = withColumn(target, (i) => goodRows[i][4]);
    const [mark, bytes] = draws.pick([
      ['utf-8', Buffer.from(`\ufeff${delimited(first)}`)],
      ['utf-16le', utf16(goodText)],
      ['utf-16be', utf16(goodText).swap16()],
      ['utf-8 before the target', Buffer.from(`\ufeff${delimited(first.map((row) => row.toReversed()))}`)],
    ]);
    return accepted(bytes, {about: mark});
  },
  'csv as UTF-16 that breaks': (draws) => damaged(draws, utf16(goodText)),
  'csv with other line ends': (draws) => {
    const end = draws.pick([
      '\r\n',
      '\r',
      '\n\r',
      '\n\n',
      '\r\n\r\n',
      '\u2028',
      '\x0b',
      '\x0c',
      '\r\r\n',
      '\0',
    ]);
    const isOrdinary = ['\r\n', '\r'].includes(end);
    const content = delimited([header, ...goodRows], {end});
    return {...(isOrdinary ? accepted(content) : {content}), about: JSON.stringify(end)};
  },
  'csv with mixed line ends': (draws) => ({
    content: goodText.replaceAll('\n', () => draws.pick(['\n', '\r\n', '\r'])),
  }),
  'csv without its last line end': () => accepted(goodText.slice(0, -1)),
  'csv with quoted line ends': (draws) => {
    const end = draws.pick(['\n', '\r\n', '\r', '\n\n', '\n"\n']);
    return accepted(delimited(withColumn('note', (i) => `bird ${i}${end}was seen${end}here`)));
  },
  'csv with a quote that is not closed': (draws) => {
    const at = draws.between(1, 79);
    const lines = goodText.split('\n');
    lines[at] = lines[at].replace(/,bird/, ',"bird');
    return {content: lines.join('\n'), about: `line ${at + 1}`};
  },
  'csv with a huge field': (draws) => {
    const length = draws.pick([70_000, 1_000_000, 2_500_000, 9_000_000]);
    return {
      content: delimited(withColumn('note', (i) => (i === 7 ? 'word '.repeat(length / 5) : `n ${i}`))),
      about: length,
    };
  },
  'csv of many columns': (draws) => {
    const count = draws.pick([300, 1000]);
    const wide = (row, i) =>
      [...Array.from({length: count}, (_, at) => (i < 0 ? `c${at}` : (i * at) % 17)), ...row].map(String);
    return accepted(delimited([wide(header, -1), ...goodRows.map((row, i) => wide(row, i))]), {
      about: count,
      alone: true,
    });
  },
  'csv of one line and very many columns': (draws) => ({
    content: `${Array.from({length: draws.pick([5000, 15_000])}, (_, i) => `c${i}`).join(',')}\n`,
    target: 'c1',
    expect: 'refused',
  }),
  'csv with rare classes': (draws) => {
    const rare = draws.between(1, 4);
    return {
      content: delimited(
        withColumn(target, (i) => (i < rare ? `rare ${i % draws.between(1, 4)}` : goodRows[i][4])),
      ),
    };
  },
  'csv with empty and constant columns': () =>
    accepted(delimited([[...header, 'none', 'same', ''], ...goodRows.map((row) => [...row, '', 'x', ''])])),
  'tsv damaged': (draws) => ({
    ...damaged(draws, Buffer.from(delimited([header, ...goodRows], {delimiter: '\t'}))),
    name: 't.tsv',
  }),
  'tsv that is csv': () => refused(goodText, {name: 't.tsv'}),
  'csv of odd cells': (draws) => {
    const cells = [
      ...oddNumbers,
      ...oddDates,
      ...oddNames,
      '',
      '',
      'None',
      'NA',
      'null',
      '=cmd|x',
      '\ufeff',
      'ﷺ'.repeat(50),
    ];
    const names = Array.from({length: draws.between(1, 8)}, (_, i) => `c${i}`);
    const pools = names.map(() => Array.from({length: draws.between(1, 30)}, () => draws.pick(cells)));
    const rows = goodRows.map((row) => [...pools.map((pool) => draws.pick(pool)), row[4]]);
    return {content: delimited([[...names, target], ...rows])};
  },
};
