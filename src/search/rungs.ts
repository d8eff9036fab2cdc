/** How often `epochs` can be divided by the factor with at least the fewest left: whole numbers, since logarithms round. */
export function halvings(epochs: number, fewest: number, factor: number): number {
  let count = 0;
  for (let reach = fewest * factor; reach <= epochs; reach *= factor) count += 1;
  return count;
}

/** From the last rung down: all the epochs, a factor fewer, … at least the fewest. */
export function rungsFromTop(epochs: number, fewest: number, factor: number): number[] {
  return Array.from({length: halvings(epochs, fewest, factor) + 1}, (_, at) =>
    Math.floor(epochs / factor ** at),
  ).reverse();
}

/** From the first rung up: the fewest epochs, a factor more, … and all of them. */
export function rungsFromBottom(epochs: number, fewest: number, factor: number): number[] {
  const rungs: number[] = [];
  for (let rung = fewest; rung < epochs; rung *= factor) rungs.push(rung);
  return [...rungs, epochs];
}
