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
 * Steps over time as rows of bars, upper row first, each as wide as asked: the lowest value is one eighth of a row high
 * and the highest fills all rows. Blank before the first step.
 */
export function plot(steps: readonly Step[], {seconds, width, height}: PlotOptions): string[] {
  const scores = steps.map(({score}) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const full = height * 8;
  const heights = Array.from({length: width}, (_, column) => {
    const value = valueAt(steps, (seconds * (column + 1)) / width);
    if (value === undefined) return 0;
    return high > low ? 1 + Math.round(((value - low) / (high - low)) * (full - 1)) : Math.ceil(full / 2);
  });
  return Array.from({length: height}, (_, row) => {
    const below = (height - 1 - row) * 8;
    return heights.map((eighth) => eighths[Math.min(8, Math.max(0, eighth - below))]).join('');
  });
}

function valueAt(steps: readonly Step[], seconds: number): number | undefined {
  return steps.findLast((step) => step.seconds <= seconds)?.score;
}
