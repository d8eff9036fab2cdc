import {type Feature, type Features, occurrences} from './feature.js';
import {namePatterns} from './name-patterns.js';

const vowels = occurrences(/[aeiou]/gi);
const letters = occurrences(/[a-z]/gi);
const capitals = occurrences(/[A-Z]/g);

/** What a column's name tells. No spelling of the benchmark's own names is kept: they would be learned by heart. */
export const nameFeatures: Features = {
  'characters of the name': ({name}) => name.length,
  'words of the name': ({words}) => words.split(' ').length,
  'digits of the name': ofName(occurrences(/\d/g)),
  'digits at the end of the name': ({name}) => /\d*$/.exec(name)![0].length,
  'digits at the start of the name': ({name}) => /^\d*/.exec(name)![0].length,
  'number at the end of the name': ({name}) => Number(/\d{1,6}$/.exec(name)?.[0] ?? -1),
  'share of capitals in the name': ({name}) => capitals(name) / Math.max(1, name.length),
  'share of vowels in the name': ({name}) => vowels(name) / Math.max(1, letters(name)),
  'name without capitals': ({name}) => (name === name.toLowerCase() ? 1 : 0),
  'spaces of the name': ofName(occurrences(/\s/g)),
  'dots of the name': ofName(occurrences(/\./g)),
  'underscores of the name': ofName(occurrences(/_/g)),
  'shortest word of the name': ({words}) => Math.min(...words.split(' ').map(({length}) => length)),
  'longest word of the name': ({words}) => Math.max(...words.split(' ').map(({length}) => length)),
  'letters beside digits in the name': ofName(occurrences(/[a-z]\d|\d[a-z]/gi)),
  ...Object.fromEntries(
    Object.entries(namePatterns).map(([name, pattern]): [string, Feature] => [
      `name: ${name}`,
      ({words}) => (pattern.test(words) ? 1 : 0),
    ]),
  ),
};

function ofName(measure: (name: string) => number): Feature {
  return ({name}) => measure(name);
}

/** The words of a name, small, with a space between. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2')
    .replace(/(\d)([A-Za-z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}%$€£()]+/gu, ' ')
    .trim()
    .toLowerCase();
}
