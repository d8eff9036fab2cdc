import {deviation, type Feature, type Features, mean, occurrences} from './feature.js';
import {stopWords} from './stop-words.js';
import {textPatterns} from './text-patterns.js';

type Measure = (text: string) => number;

const digits = occurrences(/\d/g);
const letters = occurrences(/\p{L}/gu);
const capitals = occurrences(/\p{Lu}/gu);

/** What is measured of each sample: mean, deviation, most and least of it are features. */
const measures: Readonly<Record<string, Measure>> = {
  characters: ({length}) => length,
  words: occurrences(/\S+/g),
  digits,
  'share of digits': (text) => digits(text) / Math.max(1, text.length),
  'share of letters': (text) => letters(text) / Math.max(1, text.length),
  'share of capitals': (text) => capitals(text) / Math.max(1, text.length),
  punctuation: occurrences(/[^\p{L}\p{N}\s]/gu),
  commas: occurrences(/,/g),
  'decimal places': (text) => (/^\s*-?\d*\.(\d+)\s*$/.exec(text)?.[1] ?? '').length,
  'stop words': (text) =>
    (text.toLowerCase().match(/[a-z']+/g) ?? []).filter((word) => stopWords.has(word)).length,
  'characters of the longest word': (text) => Math.max(0, ...text.split(/\s+/).map(({length}) => length)),
  'words with a small first letter': occurrences(/(^|\s)\p{Ll}+/gu),
};

/** What the five samples tell. */
export const sampleFeatures: Features = {
  'missing samples': ({samples}) => samples.filter((sample) => sample === null).length,
  'first sample is missing': ({samples}) => (samples[0] === null ? 1 : 0),
  'distinct samples': ({texts}) => new Set(texts).size,
  'distinct shapes of samples': ({texts}) => new Set(texts.map(shapeOf)).size,
  'distinct lengths of samples': ({texts}) => new Set(texts.map(({length}) => length)).size,
  'characters that samples begin with': ({texts}) => commonStart([...new Set(texts)]),
  'samples rise': ({texts}) => (isRising(numbersOf(texts)) ? 1 : 0),
  'step between samples': ({texts}) => stepOf(numbersOf(texts)),
  'mean of samples': ({texts}) => mean(numbersOf(texts)),
  'deviation of samples': ({texts}) => deviation(numbersOf(texts)),
  'largest sample': ({texts}) => Math.max(0, ...numbersOf(texts).map(Math.abs)),
  'first number among samples': ({texts}) => numbersOf(texts)[0] ?? -1,
  'numbers among text': ({numbers, texts}) => (numbers ? 0 : numbersOf(texts).length),
  'samples of nines': ({texts}) => texts.filter((text) => /^-?9+(\.0+)?$/.test(text)).length,
  ...Object.fromEntries(Object.entries(measures).flatMap(([name, of]) => summaries(name, of))),
  ...Object.fromEntries(
    Object.entries(textPatterns).map(([name, pattern]): [string, Feature] => [
      `samples: ${name}`,
      ({texts}) => mean(texts.map((text) => (pattern.test(text) ? 1 : 0))),
    ]),
  ),
};

function summaries(name: string, of: Measure): [string, Feature][] {
  return [
    [`mean ${name}`, ({texts}) => mean(texts.map(of))],
    [`deviation of ${name}`, ({texts}) => deviation(texts.map(of))],
    [`most ${name}`, ({texts}) => Math.max(0, ...texts.map(of))],
    [`least ${name}`, ({texts}) => (texts.length === 0 ? 0 : Math.min(...texts.map(of)))],
  ];
}

function numbersOf(texts: readonly string[]): number[] {
  const values = texts.map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  return values.filter((value) => !Number.isNaN(value));
}

/** Runs of letters and of digits as one each: `Ab-12` is `Aa-0`. */
function shapeOf(text: string): string {
  return text
    .slice(0, 40)
    .replace(/\p{Lu}+/gu, 'A')
    .replace(/\p{Ll}+/gu, 'a')
    .replace(/\d+/g, '0');
}

function commonStart([first = '', ...others]: readonly string[]): number {
  if (others.length === 0) return 0;
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length += 1;
  return length;
}

function isRising(values: readonly number[]): boolean {
  return values.length > 2 && values.every((value, at) => at === 0 || value > values[at - 1]!);
}

/** By which each is above the last; 0 where it is not the same for all. */
function stepOf(values: readonly number[]): number {
  const steps = new Set(values.slice(1).map((value, at) => value - values[at]!));
  return steps.size === 1 ? [...steps][0]! : 0;
}
