/** scikit-learn's GroupKFold: the largest file first, each to the fold that holds the fewest columns; ties by first appearance. */
export function groupFolds(files, count) {
  const sizes = new Map();
  for (const file of files) sizes.set(file, (sizes.get(file) ?? 0) + 1);
  const loads = new Array(count).fill(0);
  const folds = new Map();
  for (const [file, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] += size;
    folds.set(file, lightest);
  }
  return files.map((file) => folds.get(file));
}
