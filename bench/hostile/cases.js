import {damageCases} from './damage.js';
import {delimitedCases} from './delimited.js';
import {delimitedShapeCases} from './delimited-shapes.js';
import {drawsOf} from './draw.js';
import {expressionCases} from './expressions.js';
import {jsonCases} from './json.js';
import {jsonValueCases} from './json-values.js';
import {manifestKeyCases} from './manifest-keys.js';
import {manifestSettingCases} from './manifest-settings.js';
import {manifestTextCases} from './manifest-text.js';
import {ndjsonCases} from './ndjson.js';
import {parquetCases} from './parquet.js';
import {placeCases} from './places.js';
import {wordCases} from './words.js';

const kinds = {
  delimited: {makers: {...delimitedCases, ...delimitedShapeCases}, scenario: 'table'},
  json: {makers: {...jsonCases, ...jsonValueCases}, scenario: 'table'},
  ndjson: {makers: ndjsonCases, scenario: 'table'},
  parquet: {makers: parquetCases, scenario: 'table'},
  place: {makers: placeCases, scenario: 'table'},
  manifest: {
    makers: {...manifestKeyCases, ...manifestTextCases, ...manifestSettingCases},
    scenario: 'manifest',
  },
  expression: {makers: expressionCases, scenario: 'manifest'},
  damage: {makers: damageCases, scenario: 'damage'},
  words: {makers: wordCases, scenario: 'words'},
};

/** What 20 seeds in a row are: all kinds, each as often as there is to try. */
const turn = [
  ...[
    'delimited',
    'manifest',
    'json',
    'parquet',
    'expression',
    'delimited',
    'damage',
    'manifest',
    'place',
    'delimited',
  ],
  ...[
    'json',
    'manifest',
    'parquet',
    'delimited',
    'words',
    'expression',
    'manifest',
    'ndjson',
    'delimited',
    'damage',
  ],
];

/**
 * The hostile thing of a seed: the ways to make one take turns, what they draw depends on the seed alone.
 * @returns {Promise<{seed, scenario, what, draws, …}>} with what its scenario needs
 */
export async function caseOf(seed) {
  const at = seed % turn.length;
  const kind = turn[at];
  const before = turn.slice(0, at).filter((one) => one === kind).length;
  const nth = Math.floor(seed / turn.length) * turn.filter((one) => one === kind).length + before;
  const {makers, scenario} = kinds[kind];
  const [name, make] = Object.entries(makers)[nth % Object.keys(makers).length];
  const draws = drawsOf(seed);
  const {about, ...made} = await make(draws);
  return {...made, seed, scenario, draws, what: about === undefined ? name : `${name}: ${about}`};
}
