import {describe, expect, it} from 'vitest';
import {editManifest} from '../../src/project/edit-manifest.js';

describe('editManifest', () => {
  it('keeps comments, order, style and blank lines', () => {
    const text =
      '# head\nproject: x # why\n\nsource:\n  target: "x: y" # old\n  split: {test: 0.3}\n\n# foot\n';
    expect(editManifest(text, [{path: ['source', 'target'], value: 'b: c'}])).toBe(
      text.replace('x: y', 'b: c'),
    );
  });

  it('begins maps that are empty or not there', () => {
    expect(editManifest('source:\n', [{path: ['source', 'tables', 't', 'uri'], value: 'x.csv'}])).toBe(
      'source:\n  tables:\n    t:\n      uri: x.csv\n',
    );
    expect(editManifest('', [{path: ['a'], value: 1}])).toBe('a: 1\n');
  });
});
