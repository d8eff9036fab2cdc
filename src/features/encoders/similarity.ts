import type {Encoder} from './encoder.js';

/** Columns that a column becomes, at most. */
const mostPrototypes = 30;
/** Letters that are compared at a time. */
const letters = 3;

/**
 * How much of the text is that of each of the most frequent values: the share of the runs of three letters in either that are in
 * both, a space on each end, in small letters. P. Cerda, G. Varoquaux and B. Kégl, Similarity encoding for learning with dirty
 * categorical variables, Machine Learning 107, 2018. Missing and unseen values are like none.
 */
export const similarity: Encoder = {
  summary:
    'How alike the value is to each of the 30 most frequent, by runs of three letters: for text with misspellings.',
  ofTarget: false,
  ofRare: true,
  fit: ({values}) => {
    if (values.length === 0) return undefined;
    const grams = values.map(gramsOf);
    return values.slice(0, mostPrototypes).map((prototype, at) => ({
      name: `like ${prototype}`,
      numbers: [0, 0, ...grams.map((own) => Math.fround(jaccard(own, grams[at]!)))],
    }));
  },
  example: {
    facts: {raw: 'string', values: ['Gull', 'gulls', 'owl'], rows: [0, 0, 5, 2, 1], targets: []},
    tables: [
      {name: 'like Gull', numbers: [0, 0, 1, 0.5, 0]},
      {name: 'like gulls', numbers: [0, 0, 0.5, 1, 0]},
      {name: 'like owl', numbers: [0, 0, 0, 0, 1]},
    ],
  },
};

function gramsOf(text: string): Set<string> {
  const characters = [...` ${text.toLowerCase()} `];
  const count = Math.max(1, characters.length - letters + 1);
  return new Set(Array.from({length: count}, (_, at) => characters.slice(at, at + letters).join('')));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((gram) => b.has(gram)).length;
  return both / (a.size + b.size - both);
}
