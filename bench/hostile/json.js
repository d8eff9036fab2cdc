import {damaged} from './bytes.js';
import {asArray, changed, eitherText, eitherWay, good, lines, withText} from './objects.js';
import {goodRows, goodText, target} from './table.js';

const rows = goodRows.length;

function nested(depth, open, close, middle = '1') {
  return open.repeat(depth) + middle + close.repeat(depth);
}

/** JSON that is broken, deep, or of another shape than a table. */
export const jsonCases = {
  'json damaged': (draws) => {
    const {content, name} = eitherWay(draws, good);
    return {...damaged(draws, Buffer.from(content)), name};
  },
  'json of its own signs': (draws) => ({
    content: draws.text(
      [
        '{',
        '}',
        '[',
        ']',
        '"',
        ':',
        ',',
        '1',
        'a',
        '"a"',
        '"big"',
        'null',
        'true',
        ' ',
        '\n',
        '\\',
        '-',
        'e',
      ],
      draws.between(1, 200),
    ),
    name: draws.pick(['t.json', 't.ndjson']),
    target: draws.pick(['a', target]),
  }),
  'json with other things at the top': (draws) => {
    const content = draws.pick([
      'null',
      'true',
      '1',
      '"big"',
      '[]',
      '{}',
      '[{}]',
      '[{},{}]',
      '[[]]',
      '[1,2,3]',
      '[null]',
      '[[1,2],[3,4]]',
      '',
      ' ',
      '\n',
      '\ufeff',
      '\0',
      '[',
      '{',
      '"',
      'NaN',
      '//',
      '[,]',
    ]);
    return {
      content,
      about: JSON.stringify(content),
      name: draws.pick(['t.json', 't.ndjson']),
      expect: 'refused',
    };
  },
  'json in another shape': (draws) => {
    const [about, value] = draws.pick([
      [
        'by columns',
        Object.fromEntries(Object.keys(good[0]).map((key) => [key, good.map((one) => one[key])])),
      ],
      ['under a key', {data: good, big: 'yes'}],
      ['arrays of values', good.map((one) => Object.values(one))],
      ['arrays of objects', [good, good]],
      ['by key', Object.fromEntries(good.map((one, i) => [`id-${i}`, one]))],
      ['mixed with others', [...good, 1, null, 'text', [1]]],
    ]);
    return {...asArray(value), about};
  },
  'json of deep nesting': (draws) => {
    const depth = draws.pick([100, 1500, 20_000, 300_000]);
    const [open, close] = draws.pick([
      ['[', ']'],
      ['{"a":', '}'],
    ]);
    const deep = nested(depth, open, close);
    const content = draws.pick([deep, `[${deep}]`, `{"big":"yes","deep":${deep}}\n`]);
    return {content, about: `${open} ${depth}`, name: draws.pick(['t.json', 't.ndjson'])};
  },
  'json with deep nesting in a row': (draws) => {
    const depth = draws.pick([10, 200, 3000]);
    return {
      ...eitherText(
        draws,
        withText('note', () => nested(depth, '{"a":', '}')),
      ),
      about: depth,
    };
  },
  'json where each row has keys of its own': (draws) => {
    const each = draws.pick([3, 20]);
    const own = (i) => Object.fromEntries(Array.from({length: each}, (_, at) => [`key ${i} ${at}`, at]));
    return {...eitherWay(draws, changed(own)), about: each * rows, alone: true};
  },
  'json almost': (draws) => {
    const text = JSON.stringify(good);
    const [about, content] = draws.pick([
      ['a comma at the end', text.replace(/\]$/, ',]')],
      ['comments', text.replace('{', '/* first */ {')],
      ['single quotes', text.replaceAll('"', "'")],
      ['bare keys', text.replaceAll(/"(\w+)":/g, '$1:')],
      ['undefined', text.replace('null', 'undefined')],
      ['raw line end in text', text.replace('bird ', 'bird\n')],
      ['bad escape', text.replace('bird ', '\\x')],
      ['half an escape', text.replace('bird ', '\\u12')],
      ['jsonp', `callback(${text});`],
      ['no end', text.slice(0, -1)],
      ['two arrays', text + text],
    ]);
    return {content, about, name: 't.json'};
  },
  'json in another encoding': (draws) => {
    const {content, name} = eitherWay(
      draws,
      changed((i) => ({color: ['röt', 'grün'][i % 2]})),
    );
    const [about, bytes] = draws.pick([
      ['latin1', Buffer.from(content, 'latin1')],
      ['utf-8 with a mark', Buffer.from(`\ufeff${content}`)],
      ['utf-16', Buffer.from(`\ufeff${content}`, 'utf16le')],
      ['utf-16 without a mark', Buffer.from(content, 'utf16le')],
    ]);
    return {content: bytes, name, about};
  },
  'json under another name': (draws) => {
    const [name, made] = draws.pick([
      ['t.json', {content: lines(good.map((one) => JSON.stringify(one)))}],
      ['t.ndjson', {content: JSON.stringify(good, null, 1)}],
      ['t.ndjson', {content: JSON.stringify(good)}],
      ['t.ndjson', {content: goodText, expect: 'refused'}],
      ['t.json', {content: goodText, expect: 'refused'}],
      ['t.parquet', {content: JSON.stringify(good), expect: 'refused'}],
      ['t.json', {content: '<html></html>', expect: 'refused'}],
    ]);
    return {...made, name, about: name};
  },
};
