import {asLines, changed, good, lines} from './objects.js';
import {goodRows} from './table.js';

const rows = goodRows.length;

export const ndjsonCases = {
  'ndjson with one bad line': (draws) => {
    const texts = good.map((one) => JSON.stringify(one));
    const bad = draws.pick([
      '{',
      '}',
      '{"size": }',
      'size',
      '{"size":1}}',
      '{"a":1},',
      '"',
      '\\',
      '{"size":1',
      '\0',
      '{size:1}',
    ]);
    texts[draws.below(80)] = bad;
    return {content: lines(texts), name: 't.ndjson', expect: 'refused', about: JSON.stringify(bad)};
  },
  'ndjson with other values between': (draws) => {
    const texts = good.map((one) => JSON.stringify(one));
    const other = draws.pick(['null', '1', '"text"', '[]', '[1]', '{}', 'true', '[{"size":1}]']);
    for (let i = draws.between(1, 5); i > 0; i -= 1) texts[draws.below(80)] = other;
    return {content: lines(texts), name: 't.ndjson', about: other};
  },
  'ndjson with other line ends': (draws) => {
    const end = draws.pick(['\r\n', '\r', '\n\n', '\n \n', '\u2028', '\0', '', ' ', ',\n']);
    return {
      content: good.map((one) => JSON.stringify(one) + end).join(''),
      name: 't.ndjson',
      about: JSON.stringify(end),
    };
  },
  'ndjson cut off': (draws) => {
    const text = lines(good.map((one) => JSON.stringify(one)));
    return {content: text.slice(0, draws.between(1, text.length - 3)), name: 't.ndjson'};
  },
  'ndjson with a key that comes late': () => ({
    ...asLines(good.map((one, i) => (i < 78 ? one : {...one, late: i}))),
    ...{expect: 'accepted', rows},
  }),
  'ndjson of objects in objects': (draws) => ({
    ...asLines(
      changed((i) => ({color: {name: ['red', 'green'][i % 2], parts: Array(draws.below(4)).fill({x: i})}})),
    ),
  }),
};
