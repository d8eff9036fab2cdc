/** How well columns were typed: shares right, by type, and what was taken for what. */
export function scoreTypes(expected, given, types) {
  const rows = types.map((type) => {
    const right = expected.filter((one, at) => one === type && given[at] === type).length;
    const there = expected.filter((one) => one === type).length;
    const said = given.filter((one) => one === type).length;
    const [precision, recall] = [right / Math.max(1, said), right / Math.max(1, there)];
    const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return {type, columns: there, precision, recall, f1, isMet: there + said > 0};
  });
  const accuracy = expected.filter((one, at) => one === given[at]).length / expected.length;
  // As scikit-learn has it: a type that is given and never right counts as 0.
  const present = rows.filter(({isMet}) => isMet);
  return {
    accuracy,
    macroF1: present.reduce((sum, {f1}) => sum + f1, 0) / present.length,
    rows: rows.map(({isMet: _, ...row}) => row),
  };
}

export function errorsOf(columns, given) {
  return columns.flatMap(({summary, type}, at) =>
    type === given[at]
      ? []
      : [
          `${type} -> ${given[at]}: ${summary.name.slice(0, 40)} | ${summary.samples.join(' | ').slice(0, 80)}`,
        ],
  );
}
