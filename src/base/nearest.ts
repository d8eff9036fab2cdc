/** The candidate with the smallest edit distance to `name`, if one is close enough to be a likely slip. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  // Of nothing, any short name would be near.
  if (name.trim() === '') return undefined;
  const reach = Math.max(2, Math.floor(name.length / 3));
  const ranked = candidates
    // No less than the difference in length: what a stranger sent may be a million characters long.
    .filter((candidate) => Math.abs(candidate.length - name.length) <= reach)
    .map((candidate) => ({candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase())}))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= reach ? best.candidate : undefined;
}

/** Levenshtein's distance: insertions, deletions and substitutions, each of cost one. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substituted, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
