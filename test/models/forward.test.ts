import {describe, expect, it} from 'vitest';
import {AdlError} from '../../src/base/errors.js';
import type {LayerSpec} from '../../src/models/model.js';
import {parameterSlices} from '../../src/train/parameters.js';
import {featureColumns} from '../helpers/columns.js';

const columns = featureColumns({numeric: 3, codes: [4, 5]});

/** One case: the layers, the message, and what is suggested. */
const cases: [string, LayerSpec[], string, string?][] = [
  [
    'a layer that is not there',
    [{layer: 'densse', options: {}}],
    'There is no layer called `densse`.',
    'Did you mean `dense`?',
  ],
  [
    'an option that is not there',
    [
      {layer: 'dense', options: {units: 2}},
      {layer: 'dense', options: {units: 2, activaton: 'relu'}},
    ],
    'Layer 2 of 2, `dense`, has no option `activaton`.',
    'Did you mean `activation`?',
  ],
  [
    'an option where there is none',
    [{layer: 'flatten', options: {order: 'C'}}],
    'Layer 1 of 1, `flatten`, has no option `order`.',
    'Leave it out: this layer has none.',
  ],
  [
    'an option of another kind',
    [{layer: 'dense', options: {units: 'many'}}],
    'Layer 1 of 1, `dense`: its option `units` does not fit: Invalid input: expected number, received string; got "many".',
  ],
  [
    'shapes that are not one',
    [
      {layer: 'dense', options: {units: 2}, name: 'narrow'},
      {layer: 'add', inputs: ['narrow', 'numeric'], options: {}},
    ],
    'Layer 2 of 2, `add`, takes inputs of one shape; it got [N, 2] from `narrow` and [N, 3] from `numeric`.',
  ],
  [
    'shapes that differ before the last axis',
    [
      {layer: 'embedding', inputs: ['categorical'], options: {inputDim: 9, outputDim: 2}, name: 'embedded'},
      {layer: 'concatenate', inputs: ['embedded', 'numeric'], options: {}},
    ],
    'Layer 2 of 2, `concatenate`, takes inputs that agree in all axes but the last; it got [N, 2, 2] from `embedded` and [N, 3] from `numeric`.',
  ],
  [
    'codes where numbers are taken',
    [{layer: 'dense', inputs: ['categorical'], options: {units: 2}}],
    'Layer 1 of 1, `dense`, takes numbers of 2 axes or more; it got [N, 2] of int32 from `categorical`.',
  ],
  [
    'numbers where codes are taken',
    [{layer: 'embedding', options: {inputDim: 9, outputDim: 2}}],
    'Layer 1 of 1, `embedding`, takes codes of categories, whole numbers; it got [N, 3] from `numeric`.',
  ],
  [
    'an axis that the layer before took away',
    [
      {layer: 'dense', options: {units: 2}},
      {layer: 'global-sum-pooling-1d', options: {}},
    ],
    'Layer 2 of 2, `global-sum-pooling-1d`, takes numbers of 3 axes or more; it got [N, 2] from the layer before.',
  ],
  [
    'two inputs where one is taken',
    [{layer: 'dense', inputs: ['numeric', 'numeric'], options: {units: 2}}],
    'Layer 1 of 1, `dense`, takes one input; it got [N, 3] from `numeric` and [N, 3] from `numeric`.',
  ],
  [
    'an input that no layer has made',
    [{layer: 'dense', inputs: ['numerik'], options: {units: 2}}],
    'No layer before it is called `numerik`.',
    'Did you mean `numeric`?',
  ],
  ['no layer', [], 'A model needs one layer or more; it has none.'],
];

describe('a model', () => {
  it.each(cases)('says what is wrong with %s', (_name, layers, message, suggestion) => {
    const thrown = caught(() => parameterSlices({layers, columns}));
    expect(thrown).toBeInstanceOf(AdlError);
    expect(thrown.message).toBe(message);
    expect(thrown.suggestions).toEqual(suggestion ? [suggestion] : []);
    expect(thrown.code).toMatch(/^(MODEL_INVALID|UNKNOWN_NAME)$/);
  });
});

function caught(act: () => unknown): AdlError {
  try {
    act();
  } catch (error) {
    return error as AdlError;
  }
  throw new Error('Nothing was thrown.');
}
