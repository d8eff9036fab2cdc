/** A value that held from a moment on. */
export interface Step {
  seconds: number;
  score: number;
}

export interface PlotOptions {
  /** Where the axis of time ends. */
  seconds: number;
  width: number;
  height: number;
}

const eighths = ' ▁▂▃▄▅▆▇█';

/**
 * Steps over time as rows of bars, upper row first, each as wide as asked: the lowest value of the range is one eighth of
 * a row high and the highest fills all rows. Blank before the first step.
 */
export function plot(steps: readonly Step[], {seconds, width, height}: PlotOptions): string[] {
  const {low, high} = rangeOf(steps, seconds);
  const full = height * 8;
  const heights = Array.from({length: width}, (_, column) => {
    const value = valueAt(steps, (seconds * (column + 1)) / width);
    if (value === undefined) return 0;
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    return high > low ? 1 + Math.round(share * (full - 1)) : Math.ceil(full / 2);
  });
  return Array.from({length: height}, (_, row) => {
    const below = (height - 1 - row) * 8;
    return heights.map((eighth) => eighths[Math.min(8, Math.max(0, eighth - below))]).join('');
  });
}

/**
 * From the lowest to the highest value that is plotted. What held only in the first quarter of the plotted time, when
 * models know nothing yet, is left out of account: it would leave no room for the differences that come later.
 */
export function rangeOf(steps: readonly Step[], seconds: number): {low: number; high: number} {
  const first = steps[0]?.seconds ?? 0;
  const from = first + (seconds - first) / 4;
  const held = steps.filter((_, at) => (steps[at + 1]?.seconds ?? Number.POSITIVE_INFINITY) > from);
  const scores = held.map(({score}) => score);
  return {low: Math.min(...scores), high: Math.max(...scores)};
}

function valueAt(steps: readonly Step[], seconds: number): number | undefined {
  return steps.findLast((step) => step.seconds <= seconds)?.score;
}
