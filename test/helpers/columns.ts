import type {FeatureColumn} from '../../src/models/model.js';

/** Feature columns as a snapshot describes them: numbers, some of which can be missing, and codes. */
export function featureColumns({
  numeric,
  missing = [],
  codes,
}: {
  numeric: number;
  missing?: number[];
  codes: number[];
}): FeatureColumn[] {
  const numbers = Array.from({length: numeric}, (_, at): FeatureColumn => {
    const statistics = {mean: 0.5, scale: 2, median: 0.5, missing: missing.includes(at) ? 0.25 : 0};
    return {
      name: `number ${at}`,
      raw: 'number',
      type: 'numeric',
      fitted: null,
      encoded: [{name: `number ${at}`, encoding: {kind: 'numeric'}, statistics}],
    };
  });
  const categories = codes.map(
    (size, at): FeatureColumn => ({
      name: `category ${at}`,
      raw: 'string',
      type: 'categorical',
      fitted: null,
      encoded: [{name: `category ${at}`, encoding: {kind: 'code', size}}],
    }),
  );
  return [...numbers, ...categories];
}
