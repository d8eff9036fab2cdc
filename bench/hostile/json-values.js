import {changed, eitherText, eitherWay, good, withText} from './objects.js';
import {oddDates, oddNames, oddNumbers} from './oddities.js';
import {target} from './table.js';

/** JSON that is well formed, of values that no table of text has. */
export const jsonValueCases = {
  'json of mixed types': (draws) => {
    const key = draws.pick(['size', 'color', 'when', target]);
    const values = [
      1,
      'text',
      null,
      true,
      [1, 'a'],
      {a: {b: 1}},
      [],
      {},
      '',
      1.5,
      '2020-01-01',
      [[[]]],
      {'': 0},
    ];
    const few = Array.from({length: draws.between(2, 5)}, () => draws.pick(values));
    return {
      ...eitherWay(
        draws,
        changed(() => ({[key]: draws.pick(few)})),
      ),
      about: `${key} ${JSON.stringify(few)}`,
    };
  },
  'json with one value of another type, late': (draws) => {
    const key = draws.pick(['size', target, 'note']);
    const value = draws.pick(['text', [1], {a: 1}, true, 1.5, '']);
    return {
      ...eitherWay(
        draws,
        changed((i) => (i === 79 ? {[key]: value} : {})),
      ),
      about: `${key} ${JSON.stringify(value)}`,
    };
  },
  'json with an odd name': (draws) => {
    const name = draws.pick([...oddNames, '', '\0', 'nul\0within', '\ud800', '\udc00x', 'adl:row']);
    const from = draws.pick(['color', target]);
    const objects = good.map((one) => {
      const pairs = Object.entries(one).map(
        ([key, value]) => `${JSON.stringify(key === from ? name : key)}:${JSON.stringify(value)}`,
      );
      return `{${pairs.join(',')}}`;
    });
    const isNamed = from === target && !name.includes('\0') && name.isWellFormed() && name !== '';
    return {
      ...eitherText(draws, objects),
      about: JSON.stringify(name.slice(0, 30)),
      mayName: name.startsWith('adl:'),
      ...(isNamed ? {target: name} : {}),
    };
  },
  'json with a key twice': (draws) => {
    const twice = (text) =>
      text.replace('{', draws.pick(['{"color":"x",', '{"Color":"x",', '{"big":"yes",', '{"color":{},']));
    return eitherText(
      draws,
      good.map((one) => twice(JSON.stringify(one))),
    );
  },
  'json of odd numbers': (draws) => {
    const bare = oddNumbers.filter(
      (number) => /^-?(\d+)(\.\d+)?([eE][-+]?\d+)?$/.test(number) && !/^-?0\d/.test(number),
    );
    const few = Array.from({length: 3}, () =>
      draws.pick([...bare, 'NaN', 'Infinity', '-Infinity', '0x1F', '01', '+1', '.5']),
    );
    const key = draws.pick(['size', target]);
    return {
      ...eitherText(
        draws,
        withText(key, (i) => (draws.chance(0.2) ? draws.pick(few) : String(i))),
      ),
      about: few.map((one) => one.slice(0, 24)).join(' '),
    };
  },
  'json of odd texts': (draws) => {
    const texts = [...oddNames, ...oddDates, '\ud800', '\udfff\ud800', '\0', 'a\0', '\uffff', '\ufeff', ''];
    const few = Array.from({length: 5}, () => draws.pick(texts));
    return eitherWay(
      draws,
      changed(() => ({color: draws.pick(few)})),
    );
  },
  'json with a huge text': (draws) => {
    const length = draws.pick([1_000_000, 20_000_000]);
    return {
      ...eitherWay(
        draws,
        changed((i) => (i === 3 ? {note: 'word '.repeat(length / 5)} : {})),
      ),
      about: length,
    };
  },
};
