import type {Encoder} from './encoder.js';

/** scikit-learn's OrdinalEncoder: texts in the order of their characters, numbers in their own. Others are missing. */
export const ordinal: Encoder = {
  summary: 'The place of the value among all, in their order: for text such as `1 low`, `2 high`.',
  ofTarget: false,
  ofRare: false,
  fit: ({raw, values}) => {
    const inOrder = values.toSorted((a, b) => (raw === 'number' ? Number(a) - Number(b) : a < b ? -1 : 1));
    const places = new Map(inOrder.map((value, place) => [value, place]));
    return [{name: 'ordinal', numbers: [null, null, ...values.map((value) => places.get(value)!)]}];
  },
  example: {
    facts: {raw: 'number', values: ['10', '9', '-1'], rows: [1, 0, 5, 2, 2], targets: []},
    tables: [{name: 'ordinal', numbers: [null, null, 2, 1, 0]}],
  },
};
